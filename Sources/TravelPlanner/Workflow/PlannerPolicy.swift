package import Resilience

/// How a planner guards its calls and keeps its sessions.
@usableFromInline
package struct PlannerPolicy: Sendable {
  /// Guards of each provider of the four searches.
  package var provider: TargetPolicy
  /// Guards of single providers, by `flights.primary`, `hotels.secondary` and the like; one that is not
  /// named has those of `provider`.
  package var providers: [String: TargetPolicy]
  /// Guards of the classifier: one retry, then the rules answer.
  package var intent: TargetPolicy
  /// Guards of the narrator: one retry, then the template serves.
  package var narrator: TargetPolicy
  /// Calls to all of them together; nil for no bound.
  package var overall: BulkheadPolicy?
  /// From the start of a search to its end, alternatives included.
  @usableFromInline package var searchDeadline: Duration
  @usableFromInline package var intentDeadline: Duration
  @usableFromInline package var narrativeDeadline: Duration
  @usableFromInline package var saves: Saves
  @usableFromInline package var timeToLive: Duration
  /// Whether the providers' breakers are saved with a session, and restored from it in a planner that has not
  /// called them yet: a new process then goes on with what the old one had learned.
  @usableFromInline package var savesBreakers: Bool

  /// When the state is saved, if there is a store.
  @usableFromInline
  package enum Saves: UInt8, Hashable, Sendable, CaseIterable {
    case afterEachStep, atEnd
  }

  /// Providers: 3 attempts, a breaker of 3 failures and 30 s, 5 s an attempt. Deadlines: 15 s.
  package init() {
    var assistant = TargetPolicy.provider
    assistant.retry?.maxAttempts = 2
    provider = .provider
    providers = [:]
    intent = assistant
    narrator = assistant
    overall = nil
    searchDeadline = .seconds(15)
    intentDeadline = .seconds(15)
    narrativeDeadline = .seconds(15)
    saves = .afterEachStep
    timeToLive = .seconds(3600)
    savesBreakers = false
  }
}
