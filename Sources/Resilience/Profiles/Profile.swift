import Configuration

/// The policies of a known library as settings, or any others with a name.
///
/// A profile behaves as its library does where the library decides: when a breaker trips and what it counts, how
/// its permits, waits, delays and budgets work. A stage that the library does not have is nil.
public struct Profile: Sendable, Hashable {
  /// The name that files and command lines use.
  public let name: String
  /// The policies of a target under this profile.
  public let policy: TargetPolicy

  /// A profile of its own.
  public init(name: String, policy: TargetPolicy) {
    self.name = name
    self.policy = policy
  }

  /// The profiles of libraries: resilience4j, Polly, Failsafe, Hystrix, gobreaker, Sentinel, Finagle, Envoy, most
  /// of them in several configurations.
  public static let libraries: [Profile] = ProfileTexts.all.map { name, text in
    do {
      return Profile(
        name: name, policy: try TargetPolicy(JSONValue(parsing: text), at: name, profiles: []))
    } catch {
      preconditionFailure("profile \(name) cannot be read: \(error)")
    }
  }

  /// The profile of a library.
  public init?(named name: String) {
    guard let profile = Profile.libraries.first(where: { $0.name == name }) else { return nil }
    self = profile
  }
}
