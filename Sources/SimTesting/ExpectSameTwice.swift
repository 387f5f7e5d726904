public import SimCore
public import Testing

/// Runs `body` twice with one seed and expects equal digests; if they differ, records the first event that does.
///
/// - Parameters:
///   - scheduling: The scheduling to use instead of the template's.
///   - template: The configuration of both worlds but for the seed.
/// - Returns: The digest of both runs, or nil when they failed or differed.
@discardableResult
public func expectSameTwice(
  seed: UInt64, scheduling: Scheduling? = nil,
  like template: Simulation = Simulation(seed: 0, scheduling: .random),
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (World) async throws -> Void
) -> Digest? {
  var simulation = template
  simulation.seed = seed
  if let scheduling { simulation.scheduling = scheduling }
  let run = { (simulation: Simulation) in simulation.attempt { try await body($0) } }
  let first = run(simulation)
  let second = run(simulation)
  for attempt in [first, second] {
    if case .failure(let error) = attempt.result {
      let reached = "seed \(seed), scheduling \(simulation.scheduling.name), digest \(attempt.digest)"
      Issue.record(error, "\(reached); replay with \(Replay.command(seed))", sourceLocation: sourceLocation)
      return nil
    }
  }
  if first.digest == second.digest { return first.digest }

  // The cause need not show in every pair of runs, so a few more may be needed.
  simulation.keepsTrace = true
  var divergence: TraceDivergence?
  for _ in 0..<4 where divergence == nil {
    divergence = TraceDivergence(between: run(simulation).trace, and: run(simulation).trace)
  }
  let place = divergence.map { "\($0)" } ?? "the traces of four more pairs of runs agree"
  let digests = "one run gave \(first.digest), the next \(second.digest)"
  Issue.record(
    "seed \(seed), scheduling \(simulation.scheduling.name): \(digests); \(place)",
    sourceLocation: sourceLocation)
  return nil
}
