public import SimCore
public import Testing

/// Runs `body` twice with one seed and expects one digest; where they differ, names the first event that does.
///
/// - Returns: The digest both runs gave, or nil when they failed or differed.
@discardableResult
public func expectSameTwice(
  seed: UInt64, scheduling: Scheduling = .random, sourceLocation: SourceLocation = #_sourceLocation,
  configure: (inout Simulation) -> Void = { _ in },
  _ body: @escaping @Sendable (World) async throws -> Void
) -> Digest? {
  var simulation = Simulation(seed: seed, scheduling: scheduling)
  configure(&simulation)
  let run = { (simulation: Simulation) in simulation.attempt { try await body($0) } }
  let first = run(simulation)
  let second = run(simulation)
  for attempt in [first, second] {
    if case .failure(let error) = attempt.result {
      let reached = "seed \(seed), scheduling \(scheduling.name), digest \(attempt.digest)"
      Issue.record(error, "\(reached); replay with \(Replay.command(seed))", sourceLocation: sourceLocation)
      return nil
    }
  }
  if first.digest == second.digest { return first.digest }

  // What made the runs differ may not strike again, so a few more pairs may be needed.
  simulation.keepsTrace = true
  var divergence: Divergence?
  for _ in 0..<4 where divergence == nil {
    divergence = Divergence(between: run(simulation).trace, and: run(simulation).trace)
  }
  let place = divergence.map { "\($0)" } ?? "the traces of four more pairs of runs agree"
  let digests = "one run gave \(first.digest), the next \(second.digest)"
  Issue.record(
    "seed \(seed), scheduling \(scheduling.name): \(digests); \(place)", sourceLocation: sourceLocation)
  return nil
}

/// Where two traces part.
struct Divergence: CustomStringConvertible {
  /// How many events came before.
  let place: Int
  /// What each trace has there; nil where it has ended.
  let first: String?
  let second: String?
  /// The last events that both have.
  let before: [String]

  init?(between first: Trace, and second: Trace) {
    let lines = (Divergence.lines(of: first), Divergence.lines(of: second))
    let length = max(lines.0.count, lines.1.count)
    func line(_ lines: [String], _ place: Int) -> String? { place < lines.count ? lines[place] : nil }
    guard let place = (0..<length).first(where: { line(lines.0, $0) != line(lines.1, $0) }) else {
      return nil
    }
    self.place = place
    self.first = line(lines.0, place)
    self.second = line(lines.1, place)
    before = Array(lines.0[max(0, place - 3)..<place])
  }

  private static func lines(of trace: Trace) -> [String] {
    trace.events.map { event in
      let arguments = event.arguments.map { " \($0.label)=\($0.value)" }.joined()
      return
        "\(SimInstant(nanoseconds: event.time))  \(trace.label(of: event.task))  \(event.kind.name)\(arguments)"
    }
  }

  var description: String {
    let context = before.map { "\n    \($0)" }.joined()
    return "they part at event \(place), after\(context.isEmpty ? " nothing" : context)\n"
      + "  with \(first ?? "its end")\n  and  \(second ?? "its end")"
  }
}
