package import Configuration
package import Resilience

extension PlannerPolicy {
  /// The names a policy set may give policies to: `intent`, `narrator`, each search, and each search's
  /// `primary` and `secondary`.
  package static let targetNames: [String] =
    ["intent"] + SearchKind.allCases.flatMap { ["\($0)", name($0, 0), name($0, 1)] } + ["narrator"]

  /// The planner guarded as a set says: nothing is added to it.
  ///
  /// A set that names a target the planner does not have, or asks for a cache, which it does not keep, is
  /// refused with the path of the key. Without a deadline steps take as long as their attempts.
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
        let name = Self.name(kind, alternative)
        let own = set.policy(for: name)
        if own != set.standard { providers[name] = own }
      }
    }
    intent = set.policy(for: "intent")
    narrator = set.policy(for: "narrator")
    overall = set.overall
    let deadline = set.deadline ?? .nanoseconds(Int64.max)
    searchDeadline = deadline
    intentDeadline = deadline
    narrativeDeadline = deadline
  }

  /// Guards of a search's providers, the primary's first.
  func alternatives(_ kind: SearchKind, _ count: Int) -> [TargetPolicy] {
    (0..<count).map { providers[Self.name(kind, $0)] ?? provider }
  }

  private static func name(_ kind: SearchKind, _ alternative: Int) -> String {
    alternative == 0
      ? "\(kind).primary" : alternative == 1 ? "\(kind).secondary" : "\(kind).\(alternative + 1)"
  }
}
