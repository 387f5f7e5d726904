public import Primitives

/// One thing that goes wrong: what, where, when, for which calls, how likely.
public struct Fault: Sendable, Hashable, Codable {
  /// Tells the fault from the others of its plan. Its draws follow from it, so taking another fault out of
  /// the plan changes nothing about this one.
  public var name: String
  /// Whose calls it hits: a name as `flights.primary`, or a pattern as `flights.*`.
  public var target: NamePattern
  /// Which of the target's operations; `*` for all.
  public var operation: NamePattern
  public var kind: FaultKind
  /// When it can strike.
  public var window: FaultWindow
  /// How its strength goes over the window.
  public var shape: FaultShape
  /// Which of the calls in the window it can strike.
  public var calls: CallSelector
  /// How likely it strikes such a call, at full strength.
  public var probability: Ratio
  /// Whether it strikes before or after the call has had its effect.
  public var side: FaultSide
  /// Whether one draw decides for all targets: what is asked for one key then meets it everywhere or nowhere.
  public var isCorrelated: Bool

  public init(
    _ name: String, target: NamePattern, operation: NamePattern = "*", kind: FaultKind,
    window: FaultWindow = .always, shape: FaultShape = .step, calls: CallSelector = .every(1),
    probability: Ratio = .always, side: FaultSide = .before, isCorrelated: Bool = false
  ) {
    self.name = name
    self.target = target
    self.operation = operation
    self.kind = kind
    self.window = window
    self.shape = shape
    self.calls = calls
    self.probability = probability
    self.side = side
    self.isCorrelated = isCorrelated
  }
}

extension Fault {
  private enum Key: String, CodingKey {
    case name, target, operation, kind, window, shape, calls, probability, side, isCorrelated
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(String.self, forKey: .name),
      target: try container.decode(NamePattern.self, forKey: .target),
      operation: try container.decode(NamePattern.self, forKey: .operation),
      kind: try container.decode(FaultKind.self, forKey: .kind),
      window: try container.decode(FaultWindow.self, forKey: .window),
      shape: try container.decode(FaultShape.self, forKey: .shape),
      calls: try container.decode(CallSelector.self, forKey: .calls),
      probability: try container.decode(Ratio.self, forKey: .probability),
      side: try container.decode(FaultSide.self, forKey: .side),
      isCorrelated: try container.decodeIfPresent(Bool.self, forKey: .isCorrelated) ?? false)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(target, forKey: .target)
    try container.encode(operation, forKey: .operation)
    try container.encode(kind, forKey: .kind)
    try container.encode(window, forKey: .window)
    try container.encode(shape, forKey: .shape)
    try container.encode(calls, forKey: .calls)
    try container.encode(probability, forKey: .probability)
    try container.encode(side, forKey: .side)
    if isCorrelated { try container.encode(isCorrelated, forKey: .isCorrelated) }
  }
}

/// What happens to a call that a fault strikes. Durations are nanoseconds.
public enum FaultKind: Sendable, Hashable, Codable {
  case addedLatency(nanoseconds: Int64)
  /// The latency becomes `parts / whole` times what it was.
  case multipliedLatency(parts: Int64, whole: Int64)
  /// The latency is drawn from here instead.
  case drawnLatency(LatencyDistribution)
  /// An error worth trying again; `code` is the target's.
  case transientError(code: Int)
  case permanentError(code: Int)
  case connectionRefused
  case connectionReset
  /// No answer until the caller gives up.
  case hang
  /// Refused for load, told to come back after so many seconds, which may be absurd or negative.
  case throttle(retryAfterSeconds: Int64)
  /// Refused for load, told to come back at a calendar time: so many nanoseconds after the world's epoch. Who
  /// reads the date with a wrong calendar waits too long, or not at all.
  case throttleUntil(nanoseconds: Int64)
  /// Success with only this share of the results.
  case partial(kept: Ratio)
  case corrupt(Corruption)
  /// The effect happens, the answer never comes.
  case replyLost
  /// The answer comes so much later than it was ready.
  case late(nanoseconds: Int64)
  /// The call arrives twice.
  case duplicate
  /// The process dies here and starts again from its store.
  case crash
  case store(StoreFault)
  /// The calendar jumps; the monotonic clock does not.
  case calendarStep(nanoseconds: Int64)
  /// The calendar runs too fast, or too slowly when negative, by so much a second of the window.
  case calendarDrift(nanosecondsPerSecond: Int64)
  /// Servers taken away; as many as its strength says.
  case capacity(removed: Int)
  /// Servers come up one after another over the window, beginning with so many.
  case slowStart(servers: Int)
  /// The caller gives up after so long.
  case cancel(afterNanoseconds: Int64)

  public enum Corruption: String, Sendable, Hashable, Codable, CaseIterable {
    case malformed, truncated, wrongCurrency, zeroPrice
  }

  public enum StoreFault: String, Sendable, Hashable, Codable, CaseIterable {
    case failedSave, slowSave, tornSave, staleRead, fullDisk
  }
}

public enum FaultSide: String, Sendable, Hashable, Codable, CaseIterable {
  case before, after
}

/// A stretch of the world's time, in nanoseconds since it began; the end is not part of it.
public struct FaultWindow: Sendable, Hashable, Codable {
  public var start: Int64
  public var end: Int64

  public static let always = FaultWindow(from: 0, until: .max)

  /// Traps unless `start` comes before `end`.
  public init(from start: Int64, until end: Int64) {
    precondition(start < end, "a fault's window must have a length, was \(start) ..< \(end)")
    self.start = start
    self.end = end
  }

  @inlinable public func contains(_ time: Int64) -> Bool { start <= time && time < end }
}

/// How a fault's strength goes over its window.
public enum FaultShape: Sendable, Hashable, Codable {
  /// Full strength all the time.
  case step
  /// From nothing to full strength in `rise`, then full.
  case ramp(rise: Int64)
  /// Full for the first `on` of every `period`, else nothing.
  case squareWave(period: Int64, on: Int64)
  /// A two-state source: full strength for stretches of `meanOn` on average, nothing for `meanOff`; each
  /// length is drawn between nothing and twice the mean.
  case burst(meanOn: Int64, meanOff: Int64)
}

/// Which calls of a target a fault can strike, counted among those in its window from 1.
public enum CallSelector: Sendable, Hashable, Codable {
  /// Only call number `n`.
  case nth(Int)
  /// Calls 1 to `n`.
  case first(Int)
  /// Call `n`, `2n`, `3n` …; every call for 1.
  case every(Int)
  /// Calls made for one of these keys.
  case keys([UInt64])

  func admits(ordinal: Int, key: UInt64) -> Bool {
    switch self {
    case .nth(let n): ordinal == n
    case .first(let n): ordinal <= n
    case .every(let n): n > 0 && ordinal % n == 0
    case .keys(let keys): keys.contains(key)
    }
  }
}

/// A name, or with `*` for any run of characters a pattern of names.
public struct NamePattern: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  public var text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public var description: String { text }

  public func matches(_ name: String) -> Bool {
    let pattern = Array(text.utf8)
    let name = Array(name.utf8)
    var (p, n, star, retry) = (0, 0, -1, 0)
    while n < name.count {
      if p < pattern.count && pattern[p] == UInt8(ascii: "*") {
        (star, retry) = (p, n)
        p += 1
      } else if p < pattern.count && pattern[p] == name[n] {
        p += 1
        n += 1
      } else if star >= 0 {
        retry += 1
        (p, n) = (star + 1, retry)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
