import Foundation
import LoadGen

extension Machine {
  /// This machine, for results that depend on it.
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
  /// This program; the commit is left out where results must not change with it.
  static var this: Tool {
    #if DEBUG
      Tool(version: Bench.version, build: "debug")
    #else
      Tool(version: Bench.version, build: "release")
    #endif
  }
}
