import Mutation
import Primitives

/// Places for calls at once, with a bounded first-in-first-out queue before them.
///
/// A value: told who comes and goes, it says who may run. A place is never given to more than its
/// limit; one that becomes free goes to the longest waiting call whose wait is not over. A wait is over
/// when it is longer than the longest: at exactly that time the place is still given.
public struct Bulkhead: Sendable {
  private let capacity: Int
  private let maxWait: Int64
  private let ceiling: Int
  private var adaptive: ConcurrencyLimit?
  /// Calls that run.
  public private(set) var running = 0
  /// Calls that wait.
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

  @frozen
  public enum Entry: Sendable, Hashable {
    case admitted
    /// Waits until `until` at most; the position is from 1.
    case queued(ticket: UInt64, until: Int64, position: Int)
    case refused
  }

  public init(_ policy: BulkheadPolicy) {
    ceiling = policy.limit
    capacity = policy.queue
    maxWait = policy.maxWait?.wholeNanoseconds ?? .max
    adaptive = policy.adaptive.map { ConcurrencyLimit($0) }
  }

  /// How many may run at once now.
  public var limit: Int { adaptive.map { max(1, min(ceiling, $0.limit)) } ?? ceiling }

  /// A call comes. `until` is its own deadline.
  public mutating func enter(until: Int64 = .max, at now: Int64) -> Entry {
    if enterAtOnce() { return .admitted }
    guard waiting < capacity, maxWait > 0 else { return .refused }
    let ticket = nextTicket
    nextTicket += 1
    let end = min(until, now.addingSaturating(maxWait))
    queue.append(Waiting(ticket: ticket, since: now, until: end))
    waiting += 1
    return .queued(ticket: ticket, until: end, position: waiting)
  }

  /// Takes a place if one is free; false, with nothing changed, when there is none.
  mutating func enterAtOnce() -> Bool {
    // Nobody overtakes the queue.
    guard running < limit + (isMutated(.bulkheadOneTooMany) ? 1 : 0), waiting == 0 else { return false }
    running += 1
    return true
  }

  /// A running call goes.
  public mutating func leave() {
    precondition(running > 0, "a call left that never entered")
    running -= 1
  }

  /// A running call goes, and its time moves an adaptive limit. True when the limit changed.
  public mutating func leave(time: Int64, dropped: Bool) -> Bool {
    let before = limit
    adaptive?.sample(time: time, inFlight: running, dropped: dropped)
    leave()
    return limit != before
  }

  /// The next waiting call that may run now and how long it waited, or nil. Ask until there is none:
  /// a limit that grew frees several places.
  public mutating func next(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    guard running < limit else { return nil }
    if isMutated(.bulkheadLastInFirstOut) { return last(at: now) }
    while head < queue.count {
      let first = queue[head]
      if !first.isGone && first.until < now { return skipExpired(at: now) }
      head += 1
      compact()
      if first.isGone { continue }
      waiting -= 1
      running += 1
      return (first.ticket, now - first.since)
    }
    return nil
  }

  /// Known to be wrong.
  private mutating func last(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    for index in (head..<queue.count).reversed() where !queue[index].isGone && queue[index].until >= now {
      queue[index].isGone = true
      waiting -= 1
      running += 1
      return (queue[index].ticket, now - queue[index].since)
    }
    return nil
  }

  /// Waiting calls whose time is over leave no place behind; the next one after them is served.
  private mutating func skipExpired(at now: Int64) -> (ticket: UInt64, waited: Int64)? {
    for index in head..<queue.count where !queue[index].isGone && queue[index].until >= now {
      queue[index].isGone = true
      waiting -= 1
      running += 1
      return (queue[index].ticket, now - queue[index].since)
    }
    return nil
  }

  /// A waiting call gives up. False when it is not waiting any more: it has been given a place.
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
