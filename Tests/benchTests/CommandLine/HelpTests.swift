import Foundation
import Testing

@testable import bench

@Suite("Help, exit codes and completion")
struct HelpTests {
  static let names = [
    "run", "plan", "trips", "prices", "store", "chaos", "replay", "merge", "mutants", "metastability",
    "validate", "conformance", "backoff", "booking-faults", "kernel", "determinism", "report", "list", "show",
    "doctor", "completion",
  ]

  /// The lines of a section of the help, split into name and text.
  private func section(_ title: String) throws -> [(name: String, text: String)] {
    let lines = try bench("--help").output.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0 != "\(title):" }.dropFirst().prefix { !$0.isEmpty }.map { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return (String(words[0]), words[1].trimmingCharacters(in: .whitespaces))
    }
  }

  @Test("lists every command with its summary")
  func commandList() throws {
    let lines = try section("commands")
    #expect(lines.map(\.name) == Self.names)
    #expect(commands.map { $0.name } == Self.names)
    for (line, command) in zip(lines, commands) { #expect(line.text == command.summary) }
  }

  @Test("lists every exit code that the program can return")
  func exitCodes() throws {
    let lines = try section("exit codes")
    #expect(lines.map(\.name) == ["0", "1", "3", "4", "5", "64", "65", "74", "99", "130", "143"])
    #expect(lines.map(\.text) == ExitCode.allCases.map(\.meaning))
  }

  @Test("the README lists the exit codes")
  func exitCodesOfReadme() throws {
    let text = try Repository.text("README.md").replacing("\n", with: " ")
    let list = ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: " · ")
    #expect(text.contains(list))
  }

  @Test("of a command describes its options and examples", arguments: names)
  func command(name: String) throws {
    let command = try #require(commands.first { $0.name == name })
    let help = try bench("help", name)
    #expect(help.status == 0)
    #expect(help.output == command.help)
    #expect(try bench(name, "--help").output == help.output)
    #expect(help.output.hasPrefix("bench \(name): \(command.summary)\n\nusage: bench \(name) [options]"))
    for option in command.options { #expect(help.output.contains("  \(option.spelling)  ")) }
    for line in help.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
  }

  @Test("names of options are unique within a command, and none is a former name")
  func options() {
    for command in commands {
      let options = command.options + Option.common
      #expect(Set(options.map(\.name)).count == options.count, "\(command.name)")
      for option in options { #expect(FormerNames.options[option.name] == nil, "\(option.name)") }
    }
  }

  @Test("--version prints the version")
  func version() throws {
    let run = try bench("--version")
    #expect(run.output == "bench \(Bench.version)\n")
    #expect(run.errors.isEmpty)
  }

  @Test("a completion script names every command", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let script = try bench("completion", shell).output
    for name in Self.names + ["conform"] { #expect(script.contains(name)) }
  }
}
