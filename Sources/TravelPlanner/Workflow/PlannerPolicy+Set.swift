package import Configuration
package import Resilience

extension PlannerPolicy {
  /// The names for which a policy set may have policies: each dependency of planning, and each search for both of its
  /// providers.
  package static let targetNames: [String] =
    [DependencyID.classifier.name]
    + SearchKind.allCases.flatMap { kind in
      ["\(kind)"] + (0...1).map { DependencyID.search(kind, alternative: $0).name }
    } + [DependencyID.narrator.name]

  /// Creates a planner's policy with the policies of a set and no others.
  ///
  /// Throws, with the path of the key, for a target that the planner does not have and for a cache, which it does not
  /// use. Without a deadline in the set, the steps have none.
  package init(_ set: PolicySet) throws(ConfigurationError) {
    for name in set.targets.keys.sorted() where !Self.targetNames.contains(name) {
      throw ConfigurationError(
        "targets.\(name)",
        "no such target; allowed: \(Self.targetNames.joined(separator: ", "))"
          + Suggestion.hint(for: name, among: Self.targetNames))
    }
    if set.cache != nil { throw ConfigurationError("cache", "the planner keeps no cache; allowed: null") }
    self.init()
    provider = set.standard
    for kind in SearchKind.allCases {
      for alternative in 0...1 {
        let name = DependencyID.search(kind, alternative: alternative).name
        let policy = set.policy(for: name)
        if policy != set.standard { providers[name] = policy }
      }
    }
    classifier = set.policy(for: DependencyID.classifier.name)
    narrator = set.policy(for: DependencyID.narrator.name)
    overall = set.overall
    let deadline = set.deadline ?? .nanoseconds(Int64.max)
    searchDeadline = deadline
    classifierDeadline = deadline
    narratorDeadline = deadline
  }

  /// Returns the providers of a search with their policies, the primary first.
  func providers(of kind: SearchKind, count: Int) -> [(DependencyID, TargetPolicy)] {
    (0..<count).map { alternative in
      let dependency = DependencyID.search(kind, alternative: alternative)
      return (dependency, providers[dependency.name] ?? provider)
    }
  }
}
