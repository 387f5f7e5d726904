package import Primitives
package import SimCore

/// The configuration of one seed: faults, settings and task order.
///
/// A run in which everything is switched on is one point of a large space, and some bugs hide where something
/// is missing: a fault that always clears a queue also hides what happens when it stays full. So each seed
/// leaves out whole families of faults, turns settings to an extreme, and orders what is ready in another way
/// (Groce et al., "Swarm Testing", ISSTA 2012). All of it is drawn from the seed.
package struct Swarm: Sendable, Hashable {
  /// The probability that a seed runs everything its scenario has.
  package var complete: Ratio
  /// The probability that a family of faults stays, in a seed that does not run everything.
  package var kept: Ratio
  /// The probability that a setting is turned to an end of its range.
  package var spiked: Ratio

  package init(
    complete: Ratio = Ratio(1, outOf: 2), kept: Ratio = Ratio(2, outOf: 3),
    spiked: Ratio = Ratio(1, outOf: 20)
  ) {
    self.complete = complete
    self.kept = kept
    self.spiked = spiked
  }

  /// The case of `seed`: the faults that are left, the settings that may be turned, the order of what is ready.
  ///
  /// A scenario of one family keeps it, and at least one of several stays.
  package func makeCase(_ scenario: ChaosScenario, seed: UInt64) -> ChaosCase {
    let random = RandomSource(seed: seed)
    var drawn = scenario.makeCase(seed: seed, scheduling: Swarm.scheduling(random))
    var draws = random.draw("swarm.complete")
    if !complete.happens(in: &draws) {
      let families = FaultFamily.allCases.filter { family in
        drawn.faults.faults.contains { $0.kind.family == family }
      }
      let left = families.filter { family in
        var draws = random.draw("swarm.family", UInt64(family.rawValue))
        return kept.happens(in: &draws)
      }
      if !left.isEmpty { drawn.faults.faults.removeAll { !left.contains($0.kind.family) } }
    }
    if spiked > .never { drawn.faults.knobs.append(KnobRule("*", spiked: spiked)) }
    return drawn
  }

  /// Half the seeds take any ready task, a quarter the longest ready, a quarter follow priorities that change a
  /// few times.
  static func scheduling(_ random: RandomSource) -> Scheduling {
    var draws = random.draw("swarm.scheduling")
    switch draws.next(below: 4) {
    case 0: return .fifo
    case 1: return .pct(depth: 2 + Int(draws.next(below: 3)), steps: 2_000)
    default: return .random
    }
  }
}

/// Kinds of faults that are switched off together.
package enum FaultFamily: UInt8, Sendable, Hashable, CaseIterable {
  case latency, error, silence, throttle, content, repetition, crash, store, clock, capacity, user
}

extension FaultKind {
  package var family: FaultFamily {
    switch self {
    case .addedLatency, .multipliedLatency, .drawnLatency: .latency
    case .transientError, .permanentError, .connectionRefused, .connectionReset: .error
    case .hang, .replyLost, .late: .silence
    case .throttle, .throttleUntil: .throttle
    case .partial, .corrupt: .content
    case .duplicate: .repetition
    case .crash: .crash
    case .store: .store
    case .calendarStep, .calendarDrift: .clock
    case .capacity, .slowStart: .capacity
    case .cancel: .user
    }
  }
}
