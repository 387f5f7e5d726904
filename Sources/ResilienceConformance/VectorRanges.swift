import Configuration
import Resilience

/// The ranges of numbers in a vector: others would overflow a clock or never end.
enum VectorRanges {
  /// Three years in milliseconds: many such steps still fit in 64 bits of nanoseconds.
  private static let longest: Int64 = 100_000_000_000

  private static let ranges: [String: ClosedRange<Int64>] = [
    "atMs": 0...longest, "ms": -longest...longest, "forMs": 0...longest, "untilMs": 0...longest,
    "cancelAtMs": 0...longest, "rttMs": 0...longest, "maxDurationMs": 0...longest, "stopAfterMs": 0...longest,
    "delayMs": -longest...longest, "times": 0...1_000_000, "permits": 0...1_000_000_000,
    "executions": 0...1_000_000_000, "retries": 0...1_000_000_000, "inflight": 0...1_000_000_000,
    "attempts": 1...Int64.max, "maxAttempts": 1...Int64.max, "max": 0...1_000_000_000,
    "held": 0...1_000_000_000,
    "maxHedges": 0...1_000, "minConcurrency": 0...1_000_000_000,
  ]

  /// Refuses a number out of its range, or of another type, with its path. Expectations are free.
  static func check(_ value: JSONValue, at path: String) throws(ConfigurationError) {
    switch value {
    case .object(let members):
      for (key, member) in members.sorted(by: { $0.key < $1.key }) where key != "expect" {
        let inside = "\(path).\(key)"
        if let range = ranges[key] { try check(member, within: range, at: inside) }
        try check(member, at: inside)
      }
    case .array(let values):
      for (index, element) in values.enumerated() { try check(element, at: "\(path)[\(index)]") }
    case .null, .bool, .integer, .number, .string: break
    }
  }

  private static func check(
    _ value: JSONValue, within range: ClosedRange<Int64>, at path: String
  ) throws(ConfigurationError) {
    switch value {
    case .null: return
    case .array(let values):
      for (index, element) in values.enumerated() {
        try check(element, within: range, at: "\(path)[\(index)]")
      }
    case .bool, .integer, .number, .string, .object:
      guard let number = value.int64, range.contains(number) else {
        throw ConfigurationError(
          path, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    }
  }
}
