import Foundation
import Primitives
import TestSupport
import Testing

@testable import bench

@Suite("Numbers on the command line")
struct NumberOptionsTests {
  /// Every option of every command whose value is a number, with its command.
  static let numbers = commands.flatMap { command in
    command.options.filter { $0.range != nil }.map { (command.name, $0) }
  }

  @Test("every option whose value is a number has a range, and the help says it")
  func ranges() {
    let words = ["N", "N,...", "N|A..B", "SECONDS", "KM"]
    let others = ["seed", "from", "max-distance"]
    for command in commands {
      for option in command.options where option.value.map(words.contains) ?? false {
        if others.contains(option.name) { continue }
        #expect(option.range != nil, "\(command.name) --\(option.name)")
      }
    }
    for (command, option) in Self.numbers {
      guard let range = option.range else { continue }
      #expect(option.help.contains("(\(ValueParser.text(of: range))"), "\(command) --\(option.name)")
    }
  }

  @Test(
    "a number beyond its range ends with 64 and the range",
    arguments: numbers.map { "\($0.0) --\($0.1.name)" })
  func beyond(words: String) throws {
    let parts = words.split(separator: " ").map(String.init)
    let option = try #require(Self.numbers.first { $0.0 == parts[0] && "--\($0.1.name)" == parts[1] }?.1)
    let range = try #require(option.range)
    let needed: [String: [String]] = [
      "store": ["--store", "file:/nowhere/x", "--ledgers", "/nowhere/y"],
      "plan": ["A week in Rome from Berlin"],
    ]
    let tasks = ["saves": "measure", "generation": "soak", "series-start": "soak", "bookings": "soak"]
    for number in [
      "\(range.lowerBound - 1)", "\(range.upperBound + 1)", "1000000000000", "9999999999999999999M", "+5",
      "x",
    ] {
      var command = [parts[0]] + (tasks[option.name].map { [$0] } ?? []) + (needed[parts[0]] ?? [])
      if option.name == "saves" { command.removeLast(2) }
      let run = try bench(command + ["\(parts[1])=\(number)"])
      #expect(run.status == 64, "\(number): \(run.errors)")
      #expect(
        run.complaint.contains("must be a whole number, \(ValueParser.text(of: range))"), "\(run.complaint)")
    }
  }

  @Test(
    "durations are read in units and parts",
    arguments: [
      ("1m30s", 90_000_000_000), ("1d", 86_400_000_000_000), ("2d12h", 216_000_000_000_000),
      ("1h 30m", 5_400_000_000_000),
      ("5min", 300_000_000_000), ("1m1.5s", 61_500_000_000), ("250ms", 250_000_000), ("1s5ns", 1_000_000_005),
    ] as [(String, Int64)])
  func durations(text: String, nanoseconds: Int64) throws {
    #expect(try ValueParser.duration(text) == nanoseconds)
  }

  @Test(
    "what is no duration is refused",
    arguments: [
      "30", "", "s", "1s1m", "1m1m", "1.5m30s", "1m30", "-1s", "+1s", "1e3s", "0x1s", "1s ", "367d", "1w",
      "1.s", "1²s",
    ])
  func noDuration(text: String) { #expect(throws: ValueError.self) { try ValueParser.duration(text) } }

  @Test(
    "rates are read in units",
    arguments: [
      ("500/s", 500), ("30/m", 0.5), ("30/min", 0.5), ("3600/h", 1), ("86400/d", 1), ("50rps", 50),
      ("2.5rps", 2.5),
      ("120rpm", 2), ("7200rph", 2), ("2k/s", 2_000), ("1M/s", 1_000_000), ("0.5/s", 0.5),
      ("1/d", 1 / 86_400),
    ] as [(String, Double)])
  func rates(text: String, perSecond: Double) throws { #expect(try ValueParser.rate(text) == perSecond) }

  @Test(
    "what is no rate is refused",
    arguments: [
      "500", "/s", "rps", "+5/s", "0x1p3/s", "1e3/s", "-1/s", "0/s", "5/w", "5/s/s", "2M/s", "1/s ", ".5/s",
      "5./s", "inf/s",
      "1e-300/s", "nan/s",
    ])
  func noRate(text: String) { #expect(throws: ValueError.self) { try ValueParser.rate(text) } }

  @Test(
    "a time scale is a decimal number from a millionth to 1",
    arguments: ["1e-300", "0", "1.1", "+0.5", "0x1p-3", "nan", "0.0000001", ""])
  func noScale(text: String) { #expect(throws: ValueError.self) { try ValueParser.scale(text) } }
}
