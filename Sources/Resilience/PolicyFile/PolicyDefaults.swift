/// The meaning of what a policy file leaves out or names: the set it changes, and the profiles it may refer to.
public struct PolicyDefaults: Sendable {
  /// The set that a file changes. A stage of `default` that a file does not name is as here.
  public var base: PolicySet
  /// The profiles that a file may name, as in `breaker: "polly"`.
  public var profiles: [Profile]

  /// Without arguments, a file has only the policies it says, and may name the profiles of libraries.
  public init(base: PolicySet = PolicySet(), profiles: [Profile] = Profile.libraries) {
    self.base = base
    self.profiles = profiles
  }

  /// The names of the profiles.
  public var names: [String] { profiles.map(\.name) }

  /// Returns the base with the policies of a profile for all targets; nil when no profile has that name.
  public func set(named name: String) -> PolicySet? {
    guard let profile = profiles.first(where: { $0.name == name }) else { return nil }
    var set = base
    set.standard = profile.policy
    set.targets = [:]
    return set
  }
}
