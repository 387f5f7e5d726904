extension Scheduling: LosslessStringConvertible {
  /// Reads what `description` prints; nil when the text is something else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch parts[0] {
    case "fifo" where parts.count == 1: self = .fifo
    case "random" where parts.count == 1: self = .random
    case "pct" where parts.count == 2:
      let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else { return nil }
      self = .pct(depth: numbers[0], steps: numbers[1])
    case "replay" where parts.count == 2:
      guard let schedule = Schedule(String(parts[1])) else { return nil }
      self = .replay(schedule)
    default: return nil
    }
  }

  /// The order with its parameters: `fifo`, `random`, `pct:3:1000`, `replay:5:1 9:2`.
  public var description: String {
    switch self {
    case .fifo, .random: name
    case .pct(let depth, let steps): "pct:\(depth):\(steps)"
    case .replay(let schedule): "replay:\(schedule)"
    }
  }
}

extension Scheduling: Codable {
  /// Decodes the text that `description` prints.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let scheduling = Scheduling(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a scheduling is fifo, random, pct:DEPTH:STEPS or replay:CHOICES; was \"\(text)\"")
    }
    self = scheduling
  }

  /// Encodes `description`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
