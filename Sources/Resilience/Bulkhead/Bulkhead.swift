import Mutation
import Primitives

/// A limit on the calls in flight, with a bounded first-in-first-out queue before it.
///
/// A value without clock or lock: given arrivals and departures, it decides which call is admitted. A
/// permit that becomes free goes to the call that has waited longest and whose wait is not over. A wait is
/// over when it is longer than the longest allowed: at exactly that time the permit is still granted.
public struct Bulkhead: Sendable {
  private let capacity: Int
  private let maxWait: Int64
  private let ceiling: Int
  private var adaptive: ConcurrencyLimit?
  /// The number of admitted calls that have not left.
  public private(set) var inFlight = 0
  /// The number of calls in the queue.
  public private(set) var waiting = 0
  private var queue: [Waiting] = []
  private var head = 0
  private var nextTicket: UInt64 = 1

  private struct Waiting: Sendable {
    let ticket: UInt64
    let since: Int64
    let until: Int64
    var isGone = false
  }

  /// The answer to a call that asks for a permit.
  @frozen
  public enum Entry: Sendable, Hashable {
    /// The call has a permit.
    case admitted
    /// The call waits until `until` at most; the position is from 1.
    case queued(ticket: UInt64, until: Int64, position: Int)
    /// The queue is full, or there is none.
    case refused
  }

  /// Creates a bulkhead without calls.
  public init(_ policy: BulkheadPolicy) {
    ceiling = policy.limit
    capacity = policy.queue
    maxWait = policy.maxWait?.wholeNanoseconds ?? .max
    adaptive = policy.adaptive.map { ConcurrencyLimit($0) }
  }

  /// The number of permits at present.
  public var limit: Int { adaptive.map { max(1, min(ceiling, $0.limit)) } ?? ceiling }

  /// Asks for a permit. `until` is the deadline of the call.
  public mutating func enter(until: Int64 = .max, at now: Int64) -> Entry {
    if tryEnter() { return .admitted }
    guard waiting < capacity, maxWait > 0 else { return .refused }
    let ticket = nextTicket
    nextTicket += 1
    let end = min(until, now.addingSaturating(maxWait))
    queue.append(Waiting(ticket: ticket, since: now, until: end))
    waiting += 1
    return .queued(ticket: ticket, until: end, position: waiting)
  }

  /// Takes a permit if one is free; false, with nothing changed, when there is none.
  mutating func tryEnter() -> Bool {
    // A new call never overtakes the queue.
    guard inFlight < limit + (isMutated(.bulkheadOneTooMany) ? 1 : 0), waiting == 0 else { return false }
    inFlight += 1
    return true
  }

  /// Returns the permit of a call.
  public mutating func leave() {
    precondition(inFlight > 0, "a call left that never entered")
    inFlight -= 1
  }

  /// Returns the permit of a call whose time moves an adaptive limit. True when the limit changed.
  public mutating func leave(time: Int64, dropped: Bool) -> Bool {
    let before = limit
    adaptive?.sample(time: time, inFlight: inFlight, dropped: dropped)
    leave()
    return limit != before
  }

  /// Admits the next waiting call; returns its ticket and the time it waited, or nil. Ask until there is
  /// none: a limit that grew frees several permits.
  public mutating func next(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    guard inFlight < limit else { return nil }
    if isMutated(.bulkheadLastInFirstOut) { return last(at: now) }
    while head < queue.count {
      let first = queue[head]
      if !first.isGone && first.until < now { return skipExpired(at: now) }
      head += 1
      compact()
      if first.isGone { continue }
      waiting -= 1
      inFlight += 1
      return (first.ticket, now - first.since)
    }
    return nil
  }

  /// The order of the mutant `bulkheadLastInFirstOut`.
  private mutating func last(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    for index in (head..<queue.count).reversed() where !queue[index].isGone && queue[index].until >= now {
      queue[index].isGone = true
      waiting -= 1
      inFlight += 1
      return (queue[index].ticket, now - queue[index].since)
    }
    return nil
  }

  /// Admits the first call behind those whose wait is over.
  private mutating func skipExpired(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    for index in head..<queue.count where !queue[index].isGone && queue[index].until >= now {
      queue[index].isGone = true
      waiting -= 1
      inFlight += 1
      return (queue[index].ticket, now - queue[index].since)
    }
    return nil
  }

  /// Removes a call from the queue. False when it is not there any more: it has been admitted.
  public mutating func withdraw(_ ticket: UInt64) -> Bool {
    for index in head..<queue.count where queue[index].ticket == ticket && !queue[index].isGone {
      queue[index].isGone = true
      waiting -= 1
      while head < queue.count, queue[head].isGone { head += 1 }
      compact()
      return true
    }
    return false
  }

  private mutating func compact() {
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 32, head * 2 > queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }
}
