public import Resilience

extension Conformance {
  /// Where two breakers first treat one trace differently, and what it cost.
  public struct Divergence: Sendable, Hashable {
    public let vector: String
    /// From 1.
    public let step: Int
    /// What the step does, as JSON.
    public let action: String
    public let first: Stand
    public let second: Stand

    /// How a breaker stands after a step.
    public struct Stand: Sendable, Hashable {
      public let state: String
      public let admitted: Bool?
    }
  }

  public struct Comparison: Sendable {
    public let profiles: [String]
    public fileprivate(set) var traces = 0
    /// One for each trace that diverges.
    public fileprivate(set) var divergences: [Divergence] = []
    /// By profile: calls that were refused, and calls that were let through and failed.
    public fileprivate(set) var rejected: [Int]
    public fileprivate(set) var failed: [Int]

    public var json: String {
      PolicyValue.object([
        "profiles": .array(profiles.map { .string($0) }), "traces": .integer(Int64(traces)),
        "rejected": .array(rejected.map { .integer(Int64($0)) }),
        "failed": .array(failed.map { .integer(Int64($0)) }),
        "divergences": .array(
          divergences.map { divergence in
            func stand(_ stand: Divergence.Stand) -> PolicyValue {
              .object([
                "state": .string(stand.state), "admitted": stand.admitted.map { .bool($0) } ?? .null,
              ])
            }
            return .object([
              "id": .string(divergence.vector), "step": .integer(Int64(divergence.step)),
              "do": .string(divergence.action), "first": stand(divergence.first),
              "second": stand(divergence.second),
            ])
          }),
      ]).json
    }
  }

  /// Runs the breaker traces of a file under two breakers: the same calls at the same times, each
  /// breaker with its own rules.
  ///
  /// A step that finishes a call which one of the two refused does nothing there.
  public static func compare(
    _ first: (name: String, policy: BreakerPolicy), _ second: (name: String, policy: BreakerPolicy),
    on text: String
  ) throws(PolicyFileError) -> Comparison {
    var comparison = Comparison(profiles: [first.name, second.name], rejected: [0, 0], failed: [0, 0])
    for vector in try Vector.all(parsing: text) where vector.kind == "breaker" {
      comparison.traces += 1
      // Both see the clock of the trace, whatever their library's own would be.
      var clock = try BreakerPolicy(vector.config, at: "\(vector.id).config").clock
      clock.maximum = nil
      var rigs = [first.policy, second.policy].map { policy in
        var policy = policy
        policy.clock = clock
        return BreakerRig(policy)
      }
      var diverged = false
      for (index, step) in vector.steps.enumerated() {
        var stands: [Divergence.Stand] = []
        for side in rigs.indices {
          let letter = try rigs[side].perform(step)
          stands.append(
            Divergence.Stand(
              state: "\(rigs[side].breaker.state)", admitted: letter == "-" ? nil : letter == "T"))
        }
        if !diverged, stands[0] != stands[1] {
          diverged = true
          comparison.divergences.append(
            Divergence(
              vector: vector.id, step: index + 1, action: step.json, first: stands[0], second: stands[1]))
        }
      }
      for side in rigs.indices {
        comparison.rejected[side] += rigs[side].events["rejected"] ?? 0
        comparison.failed[side] += rigs[side].events["failure"] ?? 0
      }
    }
    return comparison
  }
}
