package import Resilience

/// The resilience policies of a planner, its deadlines, and when it saves sessions.
@usableFromInline
package struct PlannerPolicy: Sendable {
  /// The policies of each provider of the four searches.
  package var provider: TargetPolicy
  /// The policies of single providers by the name of their `DependencyID`, as `flights.primary`. A provider that is not
  /// named has those of `provider`.
  package var providers: [String: TargetPolicy]
  /// The policies of the classifier. When they give up, the rule-based classifier answers.
  package var classifier: TargetPolicy
  /// The policies of the narrator. When they give up, the template serves.
  package var narrator: TargetPolicy
  /// The limit of calls to all dependencies together; nil for none.
  package var overall: BulkheadPolicy?
  /// The longest time from the start of a search to its end, alternatives included.
  @usableFromInline package var searchDeadline: Duration
  @usableFromInline package var classifierDeadline: Duration
  @usableFromInline package var narratorDeadline: Duration
  @usableFromInline package var saves: Saves
  @usableFromInline package var timeToLive: Duration
  /// A Boolean value that indicates whether breakers are saved with a session and restored from it.
  ///
  /// Only breakers that have seen no call are restored: a new process continues with the state of the old one.
  @usableFromInline package var savesBreakers: Bool

  /// The points at which the state is saved, if there is a store.
  @usableFromInline
  package enum Saves: UInt8, Hashable, Sendable, CaseIterable {
    case afterEachStep, atEnd
  }

  /// Creates the default policy.
  ///
  /// Providers have 3 attempts of at most 5 s and a breaker that opens for 30 s after 3 failures; classifier and
  /// narrator have 2 attempts. Deadlines are 15 s.
  package init() {
    var assistant = TargetPolicy.provider
    assistant.retry?.maxAttempts = 2
    provider = .provider
    providers = [:]
    classifier = assistant
    narrator = assistant
    overall = nil
    searchDeadline = .seconds(15)
    classifierDeadline = .seconds(15)
    narratorDeadline = .seconds(15)
    saves = .afterEachStep
    timeToLive = .seconds(3600)
    savesBreakers = false
  }
}
