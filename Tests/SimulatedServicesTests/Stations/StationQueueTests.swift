import Primitives
import SimulatedServices
import Testing

@Suite("Station queue")
struct StationQueueTests {
  private func ticket(_ arrival: StationQueue.Arrival) throws -> StationQueue.Ticket {
    guard case .queue(let ticket) = arrival else {
      Issue.record("expected a place in the queue, was \(arrival)")
      throw StationError.queueFull
    }
    return ticket
  }

  @Test("starts as many as there are servers, then queues", arguments: 1...4)
  func servers(count: Int) throws {
    var queue = StationQueue(servers: count, at: 0)
    for _ in 0..<count { #expect(queue.arrive(at: 0) == .start) }
    let next = try ticket(queue.arrive(at: 5))
    #expect(queue.busy == count)
    #expect(queue.queued == 1)
    #expect(queue.finish(at: 7) == next)
    #expect(queue.busy == count)
    #expect(queue.finish(at: 8) == nil)
    #expect(queue.busy == count - 1)
    #expect(queue.measures.waitTime == 2)
  }

  @Test("a queue limit turns away the one that reaches it", arguments: 0...3)
  func limit(limit: Int) {
    var queue = StationQueue(servers: 1, queueLimit: limit, at: 0)
    _ = queue.arrive(at: 0)
    for _ in 0..<limit {
      guard case .queue = queue.arrive(at: 0) else {
        Issue.record("there was room")
        return
      }
    }
    #expect(queue.arrive(at: 0) == .rejectFull)
    #expect(queue.measures.rejected == 1)
  }

  @Test("serves first come first served within a class, higher classes first, without interrupting")
  func priorities() throws {
    var queue = StationQueue(servers: 1, classes: 2, at: 0)
    #expect(queue.arrive(priority: 1, at: 0) == .start)
    let low1 = try ticket(queue.arrive(priority: 1, at: 1))
    let low2 = try ticket(queue.arrive(priority: 1, at: 2))
    let high1 = try ticket(queue.arrive(priority: 0, at: 3))
    let high2 = try ticket(queue.arrive(priority: 0, at: 4))
    #expect((0..<5).map { queue.finish(at: 10 + $0) } == [high1, high2, low1, low2, nil])
  }

  @Test("whoever leaves the queue is skipped, wherever it stood", arguments: 0..<4)
  func leaving(position: Int) throws {
    var queue = StationQueue(servers: 1, at: 0)
    _ = queue.arrive(at: 0)
    var tickets = try (0..<4).map { _ in try ticket(queue.arrive(at: 0)) }
    queue.leave(tickets[position], at: 1)
    queue.forget(tickets[position])
    tickets.remove(at: position)
    tickets.append(try ticket(queue.arrive(at: 2)))
    #expect((0..<5).map { _ in queue.finish(at: 3) } == tickets + [nil])
    #expect(queue.measures.abandoned == 1)
  }

  @Test("a ticket's slot is used again with another serial")
  func serials() throws {
    var queue = StationQueue(servers: 1, at: 0)
    _ = queue.arrive(at: 0)
    let first = try ticket(queue.arrive(at: 0))
    _ = queue.finish(at: 1)
    let second = try ticket(queue.arrive(at: 1))
    #expect(second != first)
    queue.forget(first)
    #expect(try ticket(queue.arrive(at: 1)) != first)
  }

  @Test("servers can be taken away and given back")
  func capacity() throws {
    var queue = StationQueue(servers: 2, at: 0)
    _ = queue.arrive(at: 0)
    _ = queue.arrive(at: 0)
    let tickets = try (0..<3).map { _ in try ticket(queue.arrive(at: 0)) }
    #expect(queue.setServers(0, at: 1) == [])
    #expect(queue.finish(at: 2) == nil)
    #expect(queue.busy == 1)
    #expect(queue.setServers(3, at: 3) == [tickets[0], tickets[1]])
    #expect(queue.setServers(nil, at: 4) == [tickets[2]])
    #expect(queue.busy == 4)
    // 2 servers to 1 s, none to 3, 3 to 4.
    #expect(queue.measures(at: 4).capacityTime == 2 + 0 + 3)
  }

  @Test("a quota lets its number through in every window and says when the next one opens")
  func quota() {
    var queue = StationQueue(servers: nil, quota: Quota(2, per: .nanoseconds(100)), at: 0)
    #expect(queue.arrive(at: 150) == .start)
    #expect(queue.arrive(at: 150) == .start)
    #expect(queue.arrive(at: 160) == .rejectQuota(retryAfter: 40))
    #expect(queue.arrive(at: 199) == .rejectQuota(retryAfter: 1))
    #expect(queue.arrive(at: 200) == .start)
    #expect(queue.measures.throttled == 2)
  }

  @Test("one that the full queue turns away does not use up the quota")
  func quotaAfterLimit() {
    var queue = StationQueue(servers: 1, queueLimit: 0, quota: Quota(2, per: .nanoseconds(100)), at: 0)
    #expect(queue.arrive(at: 0) == .start)
    #expect(queue.arrive(at: 0) == .rejectFull)
    _ = queue.finish(at: 1)
    #expect(queue.arrive(at: 1) == .start)
  }

  @Test("integrates what is busy and what waits")
  func measures() throws {
    var queue = StationQueue(servers: 1, at: 10)
    _ = queue.arrive(at: 10)
    _ = queue.arrive(at: 20)
    _ = queue.arrive(at: 25)
    _ = queue.finish(at: 30)
    _ = queue.finish(.failed, at: 50)
    _ = queue.finish(.abandoned, at: 60)
    let measures = queue.measures(at: 110)
    #expect(measures.elapsed == 100)
    #expect(measures.busyTime == 50)
    #expect(measures.queueTime == 5 + 10 + 20)
    #expect(measures.utilisation == 0.5)
    #expect(measures.meanQueue == 0.35)
    #expect(measures.meanInStation == 0.85)
    #expect(measures.started == 3)
    #expect([measures.served, measures.failed, measures.abandoned] == [1, 1, 1])
    #expect(measures.delayed == 2)
    #expect(measures.queuePeak == 2)
    #expect(measures.waitTime == 10 + 25)
    #expect(measures.waitMax == 25)
    #expect(measures.throughput == 2 / 100e-9)
    queue.restartMeasures(at: 110)
    #expect(queue.measures(at: 110) == StationMeasures(start: 110))
  }

  /// The same rules, written as plainly as possible.
  private struct Plain {
    var servers: Int
    let limit: Int
    var busy = 0
    var waiting: [(id: Int, priority: Int)] = []
    mutating func start() -> [Int] {
      var started: [Int] = []
      while busy < servers, !waiting.isEmpty {
        let best = waiting.map(\.priority).min()
        let index = waiting.firstIndex { $0.priority == best }
        started.append(waiting.remove(at: index ?? 0).id)
        busy += 1
      }
      return started
    }
  }

  @Test("does what a plain list would do, whatever happens", arguments: 0..<200 as Range<UInt64>)
  func againstPlainList(seed: UInt64) throws {
    var draws = SplitMix64(seed: seed)
    let servers = draws.next(in: 1...3)
    let limit = draws.next(in: 0...6)
    var queue = StationQueue(servers: servers, queueLimit: limit, classes: 3, at: 0)
    var plain = Plain(servers: servers, limit: limit)
    var tickets: [Int: StationQueue.Ticket] = [:]
    func started(_ granted: [StationQueue.Ticket], _ expected: [Int]) {
      #expect(granted == expected.compactMap { tickets[$0] })
      for ticket in granted { queue.forget(ticket) }
      for id in expected { tickets[id] = nil }
    }
    for step in 0..<200 {
      let now = Int64(step)
      switch draws.next(below: 8) {
      case 0...3:
        let priority = draws.next(in: 0...2)
        let arrival = queue.arrive(priority: priority, at: now)
        if plain.busy < plain.servers {
          plain.busy += 1
          #expect(arrival == .start)
        } else if plain.waiting.count < limit {
          plain.waiting.append((step, priority))
          tickets[step] = try ticket(arrival)
        } else {
          #expect(arrival == .rejectFull)
        }
      case 4...5 where plain.busy > 0:
        plain.busy -= 1
        let granted = queue.finish(at: now)
        started(granted.map { [$0] } ?? [], plain.start())
      case 6 where !plain.waiting.isEmpty:
        let gone = plain.waiting.remove(at: draws.next(in: 0...plain.waiting.count - 1)).id
        if let ticket = tickets.removeValue(forKey: gone) {
          queue.leave(ticket, at: now)
          queue.forget(ticket)
        }
      case 7:
        plain.servers = draws.next(in: 0...4)
        let granted = queue.setServers(plain.servers, at: now)
        started(granted, plain.start())
      default: break
      }
      #expect(queue.busy == plain.busy)
      #expect(queue.queued == plain.waiting.count)
    }
  }
}
