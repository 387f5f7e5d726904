import SimCore
import Synchronization
import Testing

/// The run of one seed, which adds the seed and the replay command to the issues that it raises.
final class SeedRun: Sendable {
  @TaskLocal private static var current: SeedRun?

  private struct State {
    var world: World?
    var issues = 0
  }

  private let simulation: Simulation
  private let requiresHermeticity: Bool
  private let state = Mutex(State())

  init(_ simulation: Simulation, requiresHermeticity: Bool) {
    self.simulation = simulation
    self.requiresHermeticity = requiresHermeticity
  }

  /// Runs `body`, and annotates the issues that each seed's run in it raises. Outside a test it only runs `body`.
  static func annotatingIssues(_ body: @Sendable () async -> Void) async {
    guard let test = Test.current else { return await body() }
    let trait: IssueHandlingTrait = .compactMapIssues { issue in
      guard let run = SeedRun.current else { return issue }
      return run.annotated(issue)
    }
    do {
      try await trait.provideScope(for: test, testCase: Test.Case.current, performing: body)
    } catch {
      Issue.record(error)
    }
  }

  /// Runs `body` and returns the digest; nil when the run failed.
  func run(_ body: @escaping @Sendable (World) async throws -> Void, _ sourceLocation: SourceLocation)
    -> Digest?
  {
    SeedRun.$current.withValue(self) {
      let attempt = simulation.attempt { [self] world in
        state.withLock { $0.world = world }
        defer { state.withLock { $0.world = nil } }
        try await body(world)
      }
      state.withLock { $0.world = nil }
      switch attempt.result {
      case .failure(let error):
        SeedRun.$current.withValue(nil) {
          _ = Issue.record(error, comment(attempt.digest), sourceLocation: sourceLocation)
        }
        return nil
      case .success(let outcome):
        if requiresHermeticity && !outcome.certificate.isClean {
          SeedRun.$current.withValue(nil) {
            _ = Issue.record(
              "the run is not hermetic: \(outcome.certificate)\n\(comment(outcome.digest))",
              sourceLocation: sourceLocation)
          }
          return nil
        }
        return state.withLock { $0.issues } == 0 ? outcome.digest : nil
      }
    }
  }

  private func annotated(_ issue: Issue) -> Issue {
    let world = state.withLock { state in
      if issue.isFailure { state.issues += 1 }
      return state.world
    }
    var issue = issue
    issue.comments.append(comment(world?.digest))
    return issue
  }

  private func comment(_ digest: Digest?) -> Comment {
    let name = simulation.scheduling.name
    let reached = digest.map { ", digest \($0)" } ?? ""
    return
      "seed \(simulation.seed), scheduling \(name)\(reached); replay with \(Replay.command(simulation.seed))"
  }
}
