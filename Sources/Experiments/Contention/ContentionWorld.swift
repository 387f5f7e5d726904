import Primitives
import Resilience
package import SimCore
import Synchronization

/// Clients that all want to change one record, in a world of their own.
///
/// Each reads the record and writes it; a write is refused when another came in between, and the client backs
/// off and starts again. Messages take 10 ms on average with a standard deviation of 2 ms, each way. The model
/// and its numbers are those of the published experiment on jitter, "Exponential Backoff And Jitter" (AWS
/// Architecture Blog, 2015): base 5 ms, cap 2 s.
package struct ContentionWorld: Sendable {
  package var clients: Int
  package var backoff: Backoff
  package var seed: UInt64

  package init(clients: Int, backoff: Backoff, seed: UInt64) {
    precondition(clients > 0, "a contention needs a client, was given \(clients)")
    self.clients = clients
    self.backoff = backoff
    self.seed = seed
  }

  package static let base = Duration.milliseconds(5)
  package static let cap = Duration.seconds(2)

  /// The behavior of a refused client before its next try.
  package enum Backoff: String, Sendable, CaseIterable, Codable {
    case none
    /// Doubling from the base to the cap, nothing drawn.
    case exponential
    /// Of that, half fixed and half drawn.
    case equal
    /// Of that, all drawn.
    case full
    /// Drawn between the base and three times the previous wait.
    case decorrelated

    var policy: DelayPolicy {
      func exponential(_ jitter: DelayPolicy.Jitter.Kind) -> DelayPolicy {
        DelayPolicy(.exponential(base: base, cap: cap), jitter: DelayPolicy.Jitter(jitter))
      }
      switch self {
      case .none: return .none
      case .exponential: return exponential(.none)
      case .equal: return exponential(.equal)
      case .full: return exponential(.full)
      case .decorrelated: return DelayPolicy(.decorrelated(base: base, cap: cap))
      }
    }
  }

  /// The measures of one run.
  package struct Outcome: Sendable, Hashable {
    /// Writes tried by all clients, the last of each successful.
    package var calls: Int
    /// When the last client was done, nanoseconds.
    package var makespan: Int64
    package var digest: Digest
  }

  /// Runs until every client has written.
  package func run() throws -> Outcome {
    let (clients, policy) = (clients, backoff.policy)
    let outcome = try Simulation(seed: seed).interruptible.run { world in
      let record = VersionedRecord()
      let (clock, random) = (world.clock, world.random)
      try await withThrowingDiscardingTaskGroup { group in
        for client in 0..<clients {
          group.addTask {
            var network = random.draw(Self.network, UInt64(client))
            var chance = random.draw(Self.jitter, UInt64(client))
            var delays = DelaySequence(policy)
            var failures: UInt64 = 0
            func travel(_ messages: Int) -> Int64 {
              (0..<messages).reduce(0) { sum, _ in sum + Self.message(&network) }
            }
            var wait: Int64 = 0
            while true {
              // The question, after what was waited for.
              try await clock.sleep(for: .nanoseconds(wait + travel(1)))
              let version = record.version
              // The answer, and the write that follows from it.
              try await clock.sleep(for: .nanoseconds(travel(2)))
              if record.write(over: version) { return }
              failures += 1
              // The refusal.
              let delay = delays.delay(after: failures, draw: .unit(chance.nextUnit())) ?? 0
              wait = delay + travel(1)
            }
          }
        }
      }
      precondition(record.version == clients, "every client writes once")
      return record.calls
    }
    return Outcome(calls: outcome.value, makespan: outcome.endedAt.nanoseconds, digest: outcome.digest)
  }

  private static let network: DrawSite = "contention.network"
  private static let jitter: DrawSite = "contention.jitter"

  /// The time of one message: the sum of twelve draws is nearly normal.
  private static func message(_ chance: inout SplitMix64) -> Int64 {
    var sum = -6.0
    for _ in 0..<12 { sum += chance.nextUnit() }
    return max(0, Int64(saturating: (10 + 2 * sum) * 1e6))
  }
}

/// The record: a write succeeds when nobody else has written since the version it is based on.
private final class VersionedRecord: Sendable {
  private struct State {
    var version = 0
    var calls = 0
  }
  private let state = Mutex(State())

  var version: Int { state.withLock(\.version) }
  var calls: Int { state.withLock(\.calls) }

  func write(over version: Int) -> Bool {
    state.withLock { state in
      state.calls += 1
      guard state.version == version else { return false }
      state.version += 1
      return true
    }
  }
}
