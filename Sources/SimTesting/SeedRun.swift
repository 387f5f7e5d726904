import SimCore
import Synchronization
import Testing

/// One seed of a sweep: runs it, and signs the issues that it raises.
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

  /// Signs the issues of every run inside `body`. Outside a test there is nobody to sign for.
  static func observingIssues(_ body: @Sendable () async -> Void) async {
    guard let test = Test.current else { return await body() }
    let trait: IssueHandlingTrait = .compactMapIssues { issue in
      guard let run = SeedRun.current else { return issue }
      return run.sign(issue)
    }
    do {
      try await trait.provideScope(for: test, testCase: Test.Case.current, performing: body)
    } catch {
      Issue.record(error)
    }
  }

  /// The digest of the run, or nil when it failed.
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

  private func sign(_ issue: Issue) -> Issue {
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
