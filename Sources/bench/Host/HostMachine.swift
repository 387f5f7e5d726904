import Foundation
import Reports

extension Machine {
  /// This machine, for results that depend on the machine.
  static var this: Machine {
    let cpu = lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let memory = lines("/proc/meminfo").first { $0.hasPrefix("MemTotal") }?.split(separator: " ")
    let system = lines("/etc/os-release").first { $0.hasPrefix("PRETTY_NAME") }?.split(separator: "=").last
    return Machine(
      cpu: cpu.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown", cores: cores,
      memoryBytes: memory.flatMap { $0.count > 1 ? Int64($0[1]) : nil }.map { $0 * 1_024 },
      kernel: kernel, system: system.map { $0.trimmingCharacters(in: ["\""]) }, toolchain: toolchain,
      allocator: "jemalloc")
  }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  private static func lines(_ path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  private static var kernel: String? {
    lines("/proc/version").first.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
  }

  private static var toolchain: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }
}

extension Tool {
  /// This program, without a commit: committed results must not change with every commit.
  static var this: Tool {
    #if DEBUG
      Tool(version: Bench.version, build: "debug")
    #else
      Tool(version: Bench.version, build: "release")
    #endif
  }
}

extension CommandLine {
  /// The path of this program's file.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? arguments[0]
  }
}
