package import Configuration
package import Resilience

extension Conformance {
  /// The first step at which two breakers treat one trace differently, and its cost.
  package struct Divergence: Sendable, Hashable {
    package let vector: String
    /// From 1.
    package let step: Int
    /// The step itself.
    package let action: JSONValue
    package let first: Stand
    package let second: Stand
    /// Of the whole trace, by profile.
    package internal(set) var costs: [Cost]

    /// The state of a breaker after a step.
    package struct Stand: Sendable, Hashable {
      package let state: String
      package let admitted: Bool?
    }
  }

  /// The outcomes for the callers of a breaker.
  package struct Cost: Sendable, Hashable {
    /// Calls that were refused.
    package internal(set) var rejected = 0
    /// Calls that were let through and failed.
    package internal(set) var failed = 0

    static func += (left: inout Cost, right: Cost) {
      left.rejected += right.rejected
      left.failed += right.failed
    }

    var value: JSONValue {
      .object(["rejected": .integer(Int64(rejected)), "failed": .integer(Int64(failed))])
    }
  }

  package struct Comparison: Sendable {
    package let profiles: [String]
    package fileprivate(set) var traces = 0
    /// One for each trace that diverges.
    package fileprivate(set) var divergences: [Divergence] = []
    /// Of all traces, by profile.
    package fileprivate(set) var costs: [Cost]

    /// The divergences and the costs as text.
    package var text: String {
      var text = ""
      func stand(_ stand: Divergence.Stand) -> String {
        stand.state + (stand.admitted.map { $0 ? " (admitted)" : " (rejected)" } ?? "")
      }
      func cost(_ cost: Cost) -> String { "\(cost.rejected) rejected, \(cost.failed) failed" }
      for divergence in divergences {
        let action = divergence.action.json.split(whereSeparator: \.isNewline)
          .map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
        text += """
          \(divergence.vector) step \(divergence.step) \(action)
            \(profiles[0]): \(stand(divergence.first)); whole trace: \(cost(divergence.costs[0]))
            \(profiles[1]): \(stand(divergence.second)); whole trace: \(cost(divergence.costs[1]))

          """
      }
      if !divergences.isEmpty { text += "\n" }
      for (name, total) in zip(profiles, costs) { text += "\(name): \(cost(total))\n" }
      return text + "\(divergences.count) of \(traces) traces diverge\n"
    }

    package var json: String {
      JSONValue.object([
        "profiles": .array(profiles.map { .string($0) }), "traces": .integer(Int64(traces)),
        "rejected": .array(costs.map { .integer(Int64($0.rejected)) }),
        "failed": .array(costs.map { .integer(Int64($0.failed)) }),
        "divergences": .array(
          divergences.map { divergence in
            func stand(_ stand: Divergence.Stand) -> JSONValue {
              .object([
                "state": .string(stand.state), "admitted": stand.admitted.map { .bool($0) } ?? .null,
              ])
            }
            return .object([
              "id": .string(divergence.vector), "step": .integer(Int64(divergence.step)),
              "do": divergence.action, "first": stand(divergence.first),
              "second": stand(divergence.second), "costs": .array(divergence.costs.map(\.value)),
            ])
          }),
      ]).json
    }
  }

  /// Runs the breaker traces of a file under two breakers: the same calls at the same times, each
  /// breaker with its own rules.
  ///
  /// A step that finishes a call which one of the two refused does nothing there.
  package static func compare(
    _ first: (name: String, policy: BreakerPolicy), _ second: (name: String, policy: BreakerPolicy),
    on text: String
  ) throws(ConfigurationError) -> Comparison {
    try compare(first, second, on: try Vector.all(parsing: text))
  }

  package static func compare(
    _ first: (name: String, policy: BreakerPolicy), _ second: (name: String, policy: BreakerPolicy),
    on vectors: [Vector]
  ) throws(ConfigurationError) -> Comparison {
    var comparison = Comparison(profiles: [first.name, second.name], costs: [Cost(), Cost()])
    for vector in vectors where vector.kind == "breaker" {
      comparison.traces += 1
      // Both see the clock of the trace, whatever their library's own would be.
      var clock = try BreakerPolicy(vector.config, at: "\(vector.id).config").clock
      clock.maximum = nil
      var rigs = [first.policy, second.policy].map { policy in
        var policy = policy
        policy.clock = clock
        return BreakerVectorRunner(policy)
      }
      var diverged = false
      for (index, step) in vector.steps.enumerated() {
        var stands: [Divergence.Stand] = []
        for side in rigs.indices {
          let letter: Character
          do throws(ConfigurationError) {
            letter = try rigs[side].perform(step)
          } catch {
            throw ConfigurationError("\(vector.id) step \(index + 1)", "\(error)")
          }
          stands.append(
            Divergence.Stand(
              state: "\(rigs[side].breaker.state)", admitted: letter == "-" ? nil : letter == "T"))
        }
        if !diverged, stands[0] != stands[1] {
          diverged = true
          comparison.divergences.append(
            Divergence(
              vector: vector.id, step: index + 1, action: step.without("expect"), first: stands[0],
              second: stands[1],
              costs: []))
        }
      }
      let costs = rigs.map { Cost(rejected: $0.events["rejected"] ?? 0, failed: $0.events["failure"] ?? 0) }
      for side in costs.indices { comparison.costs[side] += costs[side] }
      if diverged { comparison.divergences[comparison.divergences.count - 1].costs = costs }
    }
    return comparison
  }
}

extension JSONValue {
  fileprivate func without(_ key: String) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members.removeValue(forKey: key)
    return .object(members)
  }
}
