import Primitives

/// The admission decisions of a station with several servers: serve, queue or reject.
///
/// Told what happens and when, it says what follows; times are nanoseconds and never go back. Requests are
/// served first come, first served within their priority class, and a lower class only when no higher one
/// waits. Nobody who is being served is interrupted.
package struct StationQueue: Sendable {
  /// A request that had to wait. `forget` it when nobody will ask about it any more.
  package struct Ticket: Hashable, Sendable {
    /// Small; used again after `forget`.
    package let slot: Int32
    /// Differs between the tickets of one slot.
    let serial: UInt32
  }

  package enum Arrival: Hashable, Sendable {
    /// A server is free and now busy with it.
    case start
    case queue(Ticket)
    /// The queue is at its limit.
    case rejectFull
    /// The quota of this window is used up; the next window starts after so many nanoseconds.
    case rejectQuota(retryAfter: Int64)
  }

  /// Servers at work at most; nil for no bound. Changing it is `setServers`.
  package private(set) var servers: Int?
  package let queueLimit: Int?
  package let quota: Quota?
  /// Requests being served.
  package private(set) var busy = 0
  /// Requests waiting.
  package private(set) var queued = 0
  package private(set) var measures: StationMeasures

  private struct Waiting: Sendable {
    var serial: UInt32
    var arrived: Int64
    var priority: Int32
    var previous: Int32
    var next: Int32
  }

  private var waiting: [Waiting] = []
  /// Unused slots of `waiting`.
  private var free: [Int32] = []
  /// First and last of each class; -1 for none.
  private var heads: [Int32]
  private var tails: [Int32]
  private var last: Int64
  private var window: Int64 = .min
  private var usedInWindow = 0

  /// `queueLimit` nil lets everyone wait, 0 nobody. Class 0 goes first.
  package init(
    servers: Int?, queueLimit: Int? = nil, classes: Int = 1, quota: Quota? = nil, at now: Int64
  ) {
    precondition(servers ?? 0 >= 0, "servers must not be negative, was \(servers ?? 0)")
    precondition(queueLimit ?? 0 >= 0, "a queue limit must not be negative, was \(queueLimit ?? 0)")
    precondition(classes > 0, "there must be a class, was \(classes)")
    self.servers = servers
    self.queueLimit = queueLimit
    self.quota = quota
    heads = Array(repeating: -1, count: classes)
    tails = heads
    last = now
    measures = StationMeasures(start: now)
  }

  /// A request has come. A quota is charged for requests that start or wait.
  package mutating func arrive(priority: Int = 0, at now: Int64) -> Arrival {
    precondition(heads.indices.contains(priority), "priority must be in 0..<\(heads.count), was \(priority)")
    advance(to: now)
    let starts = busy < servers ?? .max
    if !starts, queued >= queueLimit ?? .max {
      measures.rejected += 1
      return .rejectFull
    }
    if let quota, let retryAfter = charge(quota, at: now) {
      measures.throttled += 1
      return .rejectQuota(retryAfter: retryAfter)
    }
    if starts {
      begin(waited: 0)
      busy += 1
      return .start
    }
    let ticket = makeTicket(priority, at: now)
    let tail = tails[priority]
    if tail >= 0 { waiting[Int(tail)].next = ticket.slot } else { heads[priority] = ticket.slot }
    tails[priority] = ticket.slot
    queued += 1
    measures.delayed += 1
    measures.queuePeak = max(measures.queuePeak, queued)
    return .queue(ticket)
  }

  /// A server is done with a request. Returns who takes its place, starting now.
  package mutating func finish(_ ending: StationMeasures.Ending = .served, at now: Int64) -> Ticket? {
    precondition(busy > 0, "nobody is being served")
    advance(to: now)
    measures.count(ending)
    busy -= 1
    return startNext()
  }

  /// A waiting request gives up its place.
  package mutating func leave(_ ticket: Ticket, at now: Int64) {
    advance(to: now)
    unlink(ticket)
    measures.abandoned += 1
  }

  /// Lets the ticket of a request that has started or left be used again.
  package mutating func forget(_ ticket: Ticket) { free.append(ticket.slot) }

  /// Counts a request that needed no server of a bounded number, when it is over.
  package mutating func countUnbounded(_ ending: StationMeasures.Ending, busyFor time: Int64) {
    measures.started += 1
    measures.busyTime += Int128(time)
    measures.count(ending)
  }

  /// From now on so many servers. Too many at work finish what they are at; whoever can start now is in the
  /// result, in order.
  package mutating func setServers(_ count: Int?, at now: Int64) -> [Ticket] {
    precondition(count ?? 0 >= 0, "servers must not be negative, was \(count ?? 0)")
    advance(to: now)
    servers = count
    var started: [Ticket] = []
    while let ticket = startNext() { started.append(ticket) }
    return started
  }

  /// The measures up to `now`.
  package mutating func measures(at now: Int64) -> StationMeasures {
    advance(to: now)
    return measures
  }

  /// Measures from here on; what is being served or waits stays.
  package mutating func restartMeasures(at now: Int64) {
    advance(to: now)
    measures = StationMeasures(start: now)
  }

  private mutating func startNext() -> Ticket? {
    guard queued > 0, busy < servers ?? .max, let head = heads.first(where: { $0 >= 0 }) else { return nil }
    let ticket = Ticket(slot: head, serial: waiting[Int(head)].serial)
    begin(waited: last - waiting[Int(head)].arrived)
    unlink(ticket)
    busy += 1
    return ticket
  }

  private mutating func begin(waited: Int64) {
    measures.started += 1
    measures.waitTime += Int128(waited)
    measures.waitMax = max(measures.waitMax, waited)
  }

  private mutating func unlink(_ ticket: Ticket) {
    let gone = waiting[Int(ticket.slot)]
    let priority = Int(gone.priority)
    if gone.previous >= 0 {
      waiting[Int(gone.previous)].next = gone.next
    } else {
      heads[priority] = gone.next
    }
    if gone.next >= 0 {
      waiting[Int(gone.next)].previous = gone.previous
    } else {
      tails[priority] = gone.previous
    }
    queued -= 1
  }

  private mutating func makeTicket(_ priority: Int, at now: Int64) -> Ticket {
    var entry = Waiting(
      serial: 0, arrived: now, priority: Int32(priority), previous: tails[priority], next: -1)
    if let slot = free.popLast() {
      entry.serial = waiting[Int(slot)].serial &+ 1
      waiting[Int(slot)] = entry
      return Ticket(slot: slot, serial: entry.serial)
    }
    waiting.append(entry)
    return Ticket(slot: Int32(waiting.count - 1), serial: 0)
  }

  /// Nil when the request fits into its window, else the time until the next one.
  private mutating func charge(_ quota: Quota, at now: Int64) -> Int64? {
    let current = now / quota.window
    if current != window {
      window = current
      usedInWindow = 0
    }
    if usedInWindow >= quota.requests { return (current + 1) * quota.window - now }
    usedInWindow += 1
    return nil
  }

  private mutating func advance(to now: Int64) {
    let passed = now - last
    if passed == 0 { return }
    precondition(passed > 0, "time went back from \(last) to \(now)")
    measures.elapsed += passed
    measures.busyTime += Int128(busy) * Int128(passed)
    if queued > 0 { measures.queueTime += Int128(queued) * Int128(passed) }
    if let servers { measures.capacityTime += Int128(servers) * Int128(passed) }
    last = now
  }
}

/// So many requests in every window; windows are aligned to the clock's origin.
package struct Quota: Hashable, Sendable {
  package let requests: Int
  /// Nanoseconds.
  package let window: Int64

  package init(_ requests: Int, per window: Duration) {
    let length = Int64(saturating: window / .nanoseconds(1))
    precondition(requests >= 0, "a quota must not be negative, was \(requests)")
    precondition(length > 0, "a quota's window must be positive, was \(window)")
    self.requests = requests
    self.window = length
  }
}
