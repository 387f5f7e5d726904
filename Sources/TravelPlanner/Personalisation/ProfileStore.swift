package import Primitives
internal import Synchronization

/// Keeps the profiles of travellers who asked for it.
package protocol ProfileStore: Sendable {
  /// Takes in a choice; the first one makes the profile.
  func learn(_ choice: TravellerChoice, of user: String, at now: Timestamp) async

  /// The profile as it is at `now`; nil for who is not known.
  func profile(of user: String, at now: Timestamp) async -> TravellerProfile?

  /// Removes everything that was learned about a user. True when there was something.
  @discardableResult
  func forget(_ user: String) async -> Bool
}

/// Profiles in memory. Nothing survives the process.
package final class MemoryProfileStore: ProfileStore {
  private let halfLife: Duration
  private let profiles = Mutex<[String: TravellerProfile]>([:])

  package init(halfLife: Duration = .seconds(180 * 86_400)) { self.halfLife = halfLife }

  package func learn(_ choice: TravellerChoice, of user: String, at now: Timestamp) async {
    profiles.withLock { profiles in
      profiles[user, default: TravellerProfile(at: now, halfLife: halfLife)].learn(choice, at: now)
    }
  }

  package func profile(of user: String, at now: Timestamp) async -> TravellerProfile? {
    var profile = profiles.withLock { $0[user] }
    profile?.age(to: now)
    return profile
  }

  @discardableResult
  package func forget(_ user: String) async -> Bool {
    profiles.withLock { $0.removeValue(forKey: user) != nil }
  }
}
