/// The rules of a known library, or our own, as knobs.
///
/// A profile behaves as its library does where the library decides: when it trips, what it counts, how
/// its permits, waits, delays and budgets work. A stage the library does not have is nil.
public struct Profile: Sendable, Hashable {
  public let name: String
  public let policy: TargetPolicy

  public static let all: [Profile] = ProfileTexts.all.map { name, text in
    do {
      return Profile(name: name, policy: try TargetPolicy(PolicyValue(parsing: text), at: name))
    } catch {
      preconditionFailure("profile \(name) cannot be read: \(error)")
    }
  }

  public static var names: [String] { all.map(\.name) }

  /// The profile of that name.
  public init?(named name: String) {
    guard let profile = Profile.all.first(where: { $0.name == name }) else { return nil }
    self = profile
  }

  private init(name: String, policy: TargetPolicy) {
    self.name = name
    self.policy = policy
  }
}
