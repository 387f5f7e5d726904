import Resilience

/// How to get a scenario again, in another process or on another day.
public struct ScenarioRecipe: Sendable, Hashable, Codable {
  public var name: String
  /// The scenario itself, as a file has it; nil for the catalogue's.
  public var definition: ChaosScenario?
  /// A policy set, as JSON, in place of the scenario's own.
  public var policies: String?

  /// A named profile of services in place of the scenario's own.
  public var profile: String?

  public init(
    _ name: String, definition: ChaosScenario? = nil, policies: String? = nil, profile: String? = nil
  ) {
    self.name = name
    self.definition = definition
    self.policies = policies
    self.profile = profile
  }

  /// Why there is no such scenario.
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)
    case badPolicies(String)
    case unknownProfile(String)

    public var description: String {
      switch self {
      case .unknown(let name): "there is no scenario named \(name)"
      case .unknownProfile(let name): "there is no profile named \(name)"
      case .badPolicies(let problem): "the policies are no policy set: \(problem)"
      }
    }
  }

  public func scenario() throws(Problem) -> ChaosScenario {
    guard var scenario = definition ?? ChaosScenario.named(name) else { throw .unknown(name) }
    if let policies {
      do throws(PolicyFileError) {
        scenario.policies = try PolicySet(parsing: policies)
      } catch {
        throw .badPolicies("\(error)")
      }
    }
    if let profile {
      guard let services = ServiceProfile.named.first(where: { $0.name == profile }) else {
        throw .unknownProfile(profile)
      }
      scenario.profile = services
    }
    return scenario
  }
}
