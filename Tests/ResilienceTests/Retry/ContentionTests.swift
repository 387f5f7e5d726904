import Primitives
import Resilience
import Testing

/// Clients that all want to change one record: each reads it, writes it, and backs off when another
/// wrote in between. The published experiment on jitter, with its numbers: base 5 ms, cap 2 s, a
/// network of about 10 ms.
private struct Contention {
  var calls = 0
  var finishedAt: Int64 = 0

  private struct Event {
    var time: Int64
    var client: Int
    /// Nil for a read on its way, else the version that was read.
    var version: Int?
  }

  init(clients: Int, _ policy: DelayPolicy, seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    /// 10 ms on average with a standard deviation of 2 ms: the sum of twelve draws is nearly normal.
    func network() -> Int64 {
      let sum = (0..<12).map { _ in chance.nextUnit() }.reduce(0, +) - 6
      return max(0, Int64(saturating: (10 + 2 * sum) * 1e6))
    }
    var delays = Array(repeating: DelaySequence(policy), count: clients)
    var failures = Array(repeating: UInt64(0), count: clients)
    var events = (0..<clients).map { Event(time: network(), client: $0, version: nil) }
    var version = 0
    while let next = events.indices.min(by: {
      (events[$0].time, events[$0].client) < (events[$1].time, events[$1].client)
    }) {
      let event = events.remove(at: next)
      guard let read = event.version else {
        // The answer goes back, the write comes.
        events.append(Event(time: event.time + network() + network(), client: event.client, version: version))
        continue
      }
      calls += 1
      if read == version {
        version += 1
        finishedAt = event.time
      } else {
        failures[event.client] += 1
        let delay = delays[event.client].delay(after: failures[event.client], draw: .unit(chance.nextUnit()))!
        events.append(
          Event(time: event.time + network() + delay + network(), client: event.client, version: nil))
      }
    }
  }
}

@Suite("Backoff under contention")
struct ContentionTests {
  private func calls(_ policy: DelayPolicy, clients: Int = 100) -> Double {
    let runs: UInt64 = 3
    return Double((0..<runs).map { Contention(clients: clients, policy, seed: $0).calls }.reduce(0, +))
      / Double(runs)
  }

  private func exponential(_ kind: DelayPolicy.Jitter.Kind) -> DelayPolicy {
    DelayPolicy(.exponential(base: .milliseconds(5), cap: .seconds(2)), jitter: .init(kind))
  }

  @Test func `jittered back-off needs a fraction of the calls of plain exponential back-off`() {
    let plain = calls(exponential(.none))
    #expect(calls(exponential(.full)) < 0.6 * plain)
    #expect(calls(DelayPolicy(.decorrelated(base: .milliseconds(5), cap: .seconds(2)))) < 0.6 * plain)
    #expect(calls(exponential(.equal)) < plain)
  }

  @Test func `without back-off it is worst`() {
    #expect(calls(.none) > calls(exponential(.none)))
  }
}
