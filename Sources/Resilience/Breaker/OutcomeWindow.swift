import Primitives

/// Numbers of results by kind.
@frozen
public struct OutcomeCounts: Sendable, Hashable {
  /// All results.
  public var calls = 0
  /// Results that were failures.
  public var failures = 0
  /// Results of slow calls.
  public var slow = 0

  /// Creates counts.
  @inlinable public init(calls: Int = 0, failures: Int = 0, slow: Int = 0) {
    self.calls = calls
    self.failures = failures
    self.slow = slow
  }

  /// Results that were no failures.
  @inlinable public var successes: Int { calls - failures }

  @inlinable mutating func add(failed: Bool, slow isSlow: Bool) {
    calls += 1
    if failed { failures += 1 }
    if isSlow { slow += 1 }
  }
  @inlinable mutating func subtract(_ other: OutcomeCounts) {
    calls -= other.calls
    failures -= other.failures
    slow -= other.slow
  }
}

/// The results that count at a time: the last of a number, the last of a duration, or all.
///
/// Recording is constant time for counts and averages, and at most the number of buckets for times.
/// Nothing is allocated after creation.
public struct OutcomeWindow: Sendable {
  private let kind: BreakerPolicy.Window.Kind?
  private let align: BreakerPolicy.Window.Align
  private let size: Int
  private let duration, bucketLength: Int64
  private let bucketCount: Int
  private let periodEndsAfter: Bool
  private let weight: Double

  /// The totals of all results held; not used by time windows.
  private var totals = OutcomeCounts()
  /// `count`: the last results, two bits each.
  private var ring: [UInt8] = []
  private var next = 0
  /// `time`: one bucket more than the window has, so that at a boundary all completed ones are there.
  private var cells: [Bucket] = []
  /// `creation`: the start of the buckets. `fixed`: the start of the period.
  private var origin: Int64
  private var average = 0.0

  private struct Bucket: Sendable, Hashable {
    /// The bucket's number, or with `firstEvent` the time it starts.
    var key = Int64.min
    var counts = OutcomeCounts()
  }

  /// Creates an empty window at `now`.
  public init(_ window: BreakerPolicy.Window?, at now: Int64 = 0) {
    var policy = BreakerPolicy.bare
    policy.window = window
    self.init(CompiledBreakerPolicy(policy), at: now)
  }

  package init(_ policy: CompiledBreakerPolicy, at now: Int64) {
    kind = policy.window
    align = policy.align
    size = policy.windowSize
    duration = policy.windowDuration
    bucketLength = policy.bucketLength
    bucketCount = policy.buckets
    periodEndsAfter = policy.periodEndsAfter
    weight = policy.window == .ema ? PortableMath.exp(-1 / Double(size)) : 0
    origin = now
    if kind == .count { ring = Array(repeating: 0, count: size) }
    if kind == .time { cells = Array(repeating: Bucket(), count: bucketCount + 1) }
  }

  /// Removes all results.
  public mutating func clear(at now: Int64) {
    totals = OutcomeCounts()
    next = 0
    origin = now
    average = 0
    for index in cells.indices { cells[index] = Bucket() }
  }

  /// Begins a `fixed` period or a `firstEvent` bucket where one is due. True when a period was over and its
  /// counts are gone.
  @discardableResult
  public mutating func access(at now: Int64) -> Bool {
    switch kind {
    case .fixed:
      let age = now - origin
      guard periodEndsAfter ? age > duration : age >= duration else { return false }
      totals = OutcomeCounts()
      origin = now
      return true
    case .time where align == .firstEvent:
      beginBucket(at: now)
      return false
    case .time, .count, .ema, nil:
      return false
    }
  }

  /// Adds a result.
  public mutating func record(failed: Bool, slow: Bool, at now: Int64) {
    switch kind {
    case nil:
      totals.add(failed: failed, slow: slow)
    case .fixed:
      access(at: now)
      totals.add(failed: failed, slow: slow)
    case .ema:
      let value = failed ? 0.0 : 1.0
      average = totals.calls == 0 ? value : value * (1 - weight) + average * weight
      totals.add(failed: failed, slow: slow)
    case .count:
      if totals.calls == size {
        totals.subtract(
          OutcomeCounts(calls: 1, failures: Int(ring[next] & 1), slow: Int(ring[next] >> 1)))
      }
      ring[next] = (failed ? 1 : 0) | (slow ? 2 : 0)
      next = next + 1 == size ? 0 : next + 1
      totals.add(failed: failed, slow: slow)
    case .time:
      let slot: Int
      if align == .firstEvent {
        beginBucket(at: now)
        slot = next
      } else {
        let number = bucketNumber(now)
        slot = slotOf(number)
        if cells[slot].key != number { cells[slot] = Bucket(key: number) }
      }
      cells[slot].counts.add(failed: failed, slow: slow)
    }
  }

  /// Returns the results that count at `now`.
  public func counts(at now: Int64) -> OutcomeCounts {
    switch kind {
    case nil, .count, .ema: return totals
    case .fixed:
      let age = now - origin
      return (periodEndsAfter ? age > duration : age >= duration) ? OutcomeCounts() : totals
    case .time:
      if align == .firstEvent { return sum { $0 != .min && now - $0 < duration } }
      let current = bucketNumber(now)
      return sum { $0 > current - Int64(bucketCount) && $0 <= current }
    }
  }

  /// Returns the results that count at an evaluation tick: those of completed buckets.
  func completedCounts(at now: Int64) -> OutcomeCounts {
    guard kind == .time, align != .firstEvent else { return counts(at: now) }
    let current = bucketNumber(now)
    return sum { $0 >= current - Int64(bucketCount) && $0 < current }
  }

  /// Returns the share of failures: of an average its complement, else failures by calls; 0 without calls.
  public func failureRate(of counts: OutcomeCounts) -> Double {
    if counts.calls == 0 { return 0 }
    return kind == .ema ? 1 - average : Double(counts.failures) / Double(counts.calls)
  }

  /// Returns the time after which a tick sees nothing new if no result is added.
  func settlesAt(after now: Int64) -> Int64 {
    kind == .time ? now.addingSaturating(duration).addingSaturating(bucketLength) : now
  }

  private func sum(where counts: (Int64) -> Bool) -> OutcomeCounts {
    var total = OutcomeCounts()
    for cell in cells where counts(cell.key) {
      total.calls += cell.counts.calls
      total.failures += cell.counts.failures
      total.slow += cell.counts.slow
    }
    return total
  }

  private func bucketNumber(_ now: Int64) -> Int64 {
    let offset = align == .creation ? now - origin : now
    let (quotient, remainder) = offset.quotientAndRemainder(dividingBy: bucketLength)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private func slotOf(_ number: Int64) -> Int {
    let slot = Int(number % Int64(cells.count))
    return slot < 0 ? slot + cells.count : slot
  }

  /// Starts a `firstEvent` bucket when there is none or the newest is at least one length old.
  private mutating func beginBucket(at now: Int64) {
    let newest = cells[next].key
    if newest != .min, now - newest < bucketLength, now - newest < duration { return }
    next = newest == .min ? next : (next + 1) % cells.count
    cells[next] = Bucket(key: now)
  }
}

extension OutcomeWindow {
  /// The results of a window, with spans before the moment it was taken instead of times.
  ///
  /// The property names are the keys of stored files.
  public struct Snapshot: Sendable, Hashable, Codable {
    /// One bucket of a `time` window; for other kinds the totals, as one.
    public struct Part: Sendable, Hashable, Codable {
      /// The time since the bucket began.
      public var age: Int64
      /// All results.
      public var calls: Int
      /// Results that were failures.
      public var failures: Int
      /// Results of slow calls.
      public var slow: Int
    }
    /// The buckets, oldest first.
    public var parts: [Part]
    /// The results of a `count` window from the oldest on, S and F, in lower case when slow.
    public var results: String
    /// The time since the period began, or the counts were cleared.
    public var age: Int64
    /// The moving average of successes.
    public var average: Double
  }

  func snapshot(at now: Int64) -> Snapshot {
    var results = ""
    if kind == .count {
      for back in stride(from: totals.calls, through: 1, by: -1) {
        let bits = ring[(next - back + size) % size]
        results += bits & 1 == 1 ? (bits > 1 ? "f" : "F") : (bits > 1 ? "s" : "S")
      }
    }
    let parts: [Snapshot.Part]
    if kind == .time {
      parts = cells.filter { $0.key != .min }.sorted { $0.key < $1.key }.map {
        let start = align == .firstEvent ? $0.key : $0.key * bucketLength + (align == .creation ? origin : 0)
        return Snapshot.Part(
          age: now - start, calls: $0.counts.calls, failures: $0.counts.failures, slow: $0.counts.slow)
      }
    } else {
      parts = [Snapshot.Part(age: 0, calls: totals.calls, failures: totals.failures, slow: totals.slow)]
    }
    return Snapshot(parts: parts, results: results, age: now - origin, average: average)
  }

  /// Restores the results of a snapshot; a bucket goes to the position of its start on the new clock.
  mutating func restore(_ snapshot: Snapshot, at now: Int64) {
    clear(at: now)
    origin = now.addingSaturating(-max(0, snapshot.age))
    average = snapshot.average
    switch kind {
    case .count:
      for letter in snapshot.results.suffix(size) {
        record(failed: letter == "F" || letter == "f", slow: letter.isLowercase, at: now)
      }
    case .time:
      for part in snapshot.parts.suffix(cells.count) {
        let start = now - part.age
        let slot: Int
        if align == .firstEvent {
          slot = cells[next].key == .min ? next : (next + 1) % cells.count
          next = slot
          cells[slot].key = start
        } else {
          let number = bucketNumber(start)
          slot = slotOf(number)
          if cells[slot].key != number { cells[slot] = Bucket(key: number) }
        }
        cells[slot].counts.calls += part.calls
        cells[slot].counts.failures += part.failures
        cells[slot].counts.slow += part.slow
      }
    case .fixed, .ema, nil:
      if let part = snapshot.parts.first {
        totals = OutcomeCounts(calls: part.calls, failures: part.failures, slow: part.slow)
      }
    }
  }
}
