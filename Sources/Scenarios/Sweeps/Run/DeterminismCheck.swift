import SimCore

/// One case run twice: a run that is a function of its seed gives the same digest again.
struct DeterminismCheck {
  let runner: CaseRunner

  /// Nil when a second run gives the digest of the first. Otherwise where the two part: both are run again with
  /// their traces kept, for as long as they part.
  func difference(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, first: CaseResult) -> Violation? {
    let second = runner.run(scenario, chaosCase)
    guard second.digest != first.digest else { return nil }
    let digests = "digest \(first.digest), then \(second.digest)"
    let one = runner.run(scenario, chaosCase, keeping: .trace)
    let other = runner.run(scenario, chaosCase, keeping: .trace)
    guard let divergence = TraceDivergence(between: one.trace, and: other.trace) else {
      return Violation(
        DeterminismCheck.check, "\(digests); two more runs with their traces kept were the same")
    }
    return Violation(
      DeterminismCheck.check, "\(digests); \(divergence.summary)", time: divergence.time.nanoseconds)
  }

  static let check = "determinism"
}
