public import Primitives

/// A fault to inject: its effect, its target, its time, its calls and its probability.
///
///     Fault(
///       "slow hotels", target: "hotels.*", kind: .addedLatency(.seconds(2)),
///       window: FaultWindow(from: .seconds(5), until: .seconds(20)), probability: "30%")
public struct Fault: Sendable, Hashable, Codable {
  /// The name, unique in its plan. The fault's draws follow from it, so removing another fault from the plan
  /// changes nothing about this one.
  public var name: String
  /// The targets whose calls are hit: a name such as `flights.primary`, or a pattern such as `flights.*`.
  public var target: NamePattern
  /// The operations that are hit; `*` for all.
  public var operation: NamePattern
  /// The effect on a call.
  public var kind: FaultKind
  /// The time during which the fault can be injected.
  public var window: FaultWindow
  /// The course of the strength over the window.
  public var shape: FaultShape
  /// The calls in the window that can be hit.
  public var calls: CallSelector
  /// The probability that such a call is hit, at full strength.
  public var probability: Ratio
  /// The side of the call's effect on which the fault is injected.
  public var side: FaultSide
  /// True if one draw decides for all targets: calls for one key are then hit everywhere or nowhere.
  public var isCorrelated: Bool

  /// Creates a fault; by default it hits every call of its targets, all the time.
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

/// The effect of a fault on a call, or on the world.
public enum FaultKind: Sendable, Hashable, Codable {
  /// The latency becomes longer by a duration.
  case addedLatency(Duration)
  /// The latency becomes `parts / whole` times as long.
  case multipliedLatency(parts: Int64, whole: Int64)
  /// The latency is drawn from another distribution.
  case drawnLatency(LatencyDistribution)
  /// An error that a retry may avoid; `code` is the target's.
  case transientError(code: Int)
  /// An error that every retry meets again; `code` is the target's.
  case permanentError(code: Int)
  /// The connection is refused: the call never arrives.
  case connectionRefused
  /// The connection breaks.
  case connectionReset
  /// No answer comes until the caller gives up.
  case hang
  /// The call is rejected for load, with a time to wait before the next, which may be absurd or negative.
  case throttle(retryAfter: Duration)
  /// The call is rejected for load, with a calendar time for the next: a duration after the world's epoch. A caller
  /// whose calendar is wrong waits too long, or not at all.
  case throttleUntil(Duration)
  /// The call succeeds with a share of its results.
  case partial(kept: Ratio)
  /// The answer is corrupt.
  case corrupt(Corruption)
  /// The effect happens and the answer is lost.
  case replyLost
  /// The answer comes later than it was ready.
  case late(by: Duration)
  /// The call arrives twice.
  case duplicate
  /// The process dies here and restarts from its store.
  case crash
  /// An operation of a store goes wrong.
  case store(StoreFault)
  /// The calendar jumps; the monotonic clock does not.
  case calendarStep(Duration)
  /// The calendar runs too fast, or too slowly when negative, by a duration for each second of the window.
  case calendarDrift(perSecond: Duration)
  /// Servers are taken away, in proportion to the strength.
  case capacity(removed: Int)
  /// Servers come up one after another over the window, from a first number on.
  case slowStart(servers: Int)
  /// The caller gives up after a duration.
  case cancel(after: Duration)

  /// The corruption of an answer.
  public enum Corruption: String, Sendable, Hashable, Codable, CaseIterable {
    /// The answer cannot be parsed.
    case malformed
    /// The end of the answer is missing.
    case truncated
    /// Prices are in another currency than asked for.
    case wrongCurrency
    /// Prices are zero.
    case zeroPrice
  }

  /// The failure of a store's operation.
  public enum StoreFault: String, Sendable, Hashable, Codable, CaseIterable {
    /// A save fails and changes nothing.
    case failedSave
    /// A save takes long.
    case slowSave
    /// A save writes a part of the record.
    case tornSave
    /// A read returns an earlier revision.
    case staleRead
    /// There is no space left.
    case fullDisk
  }
}

/// The side of a call's effect on which a fault is injected.
public enum FaultSide: String, Sendable, Hashable, Codable, CaseIterable {
  /// Before the effect: the call does nothing.
  case before
  /// After the effect: the answer does not tell what the call did.
  case after
}

/// An interval of a world's time, counted from its beginning; the end is not part of it.
public struct FaultWindow: Sendable, Hashable {
  /// The time at which the interval begins.
  public var start: Duration
  /// The time at which the interval ends.
  public var end: Duration

  /// The window that never ends.
  public static let always = FaultWindow(from: .zero, until: endless)

  /// The end of a window that never ends.
  public static let endless = Duration.nanoseconds(Int64.max)

  /// Creates the interval between two times. Traps unless `start` comes before `end`.
  public init(from start: Duration, until end: Duration) {
    precondition(start < end, "a fault's window must have a length, was \(start) ..< \(end)")
    self.start = start
    self.end = end
  }

  /// Creates a window that was read from a file and may be without a length.
  init(unchecked start: Duration, _ end: Duration) {
    self.start = start
    self.end = end
  }

  /// Returns true for a time in the interval.
  public func contains(_ time: Duration) -> Bool { start <= time && time < end }

  /// The start in nanoseconds of the world's time.
  package var startNanoseconds: Int64 { start.wholeNanoseconds }
  /// The end in nanoseconds of the world's time; the largest number for a window that never ends.
  package var endNanoseconds: Int64 { end.wholeNanoseconds }
}

/// The course of a fault's strength over its window.
public enum FaultShape: Sendable, Hashable {
  /// Full strength all the time.
  case step
  /// From nothing to full strength in `rise`, then full.
  case ramp(rise: Duration)
  /// Full strength for the first `on` of every `period`, else nothing.
  case squareWave(period: Duration, on: Duration)
  /// A two-state source: full strength for intervals of `meanOn` on average, nothing for `meanOff`; each length is
  /// drawn between nothing and twice the mean.
  case burst(meanOn: Duration, meanOff: Duration)
}

/// The calls of a target that a fault can hit, counted from 1 among those in its window.
public enum CallSelector: Sendable, Hashable, Codable {
  /// Call `n` alone.
  case nth(Int)
  /// Calls 1 to `n`.
  case first(Int)
  /// Call `n`, `2n`, `3n` …; every call for 1.
  case every(Int)
  /// Calls made for one of these keys.
  case keys([UInt64])

  /// Returns true for a call that can be hit.
  func admits(ordinal: Int, key: UInt64) -> Bool {
    switch self {
    case .nth(let n): ordinal == n
    case .first(let n): ordinal <= n
    case .every(let n): n > 0 && ordinal % n == 0
    case .keys(let keys): keys.contains(key)
    }
  }
}
