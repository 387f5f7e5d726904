import Configuration
import Resilience
import SimulatedTravel
import TravelPlanner

/// A reference by which another process, or a later one, gets the same scenario.
package struct ScenarioReference: Sendable, Hashable, Codable {
  package var name: String
  /// The scenario itself, as a file has it; nil for the catalogue's.
  package var definition: ChaosScenario?
  /// A policy set, as JSON, in place of the scenario's own.
  package var policies: String?

  /// A named profile of services in place of the scenario's own.
  package var profile: String?

  package init(
    _ name: String, definition: ChaosScenario? = nil, policies: String? = nil, profile: String? = nil
  ) {
    self.name = name
    self.definition = definition
    self.policies = policies
    self.profile = profile
  }

  /// The reason for which a reference cannot be resolved.
  package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)
    case badPolicies(String)
    case unknownProfile(String)

    package var description: String {
      switch self {
      case .unknown(let name): "there is no scenario named \(name)"
      case .unknownProfile(let name): "there is no profile named \(name)"
      case .badPolicies(let problem): "the policies are no policy set: \(problem)"
      }
    }
  }

  package func scenario() throws(Problem) -> ChaosScenario {
    guard var scenario = definition ?? ChaosScenario.named(name) else { throw .unknown(name) }
    if let policies {
      do throws(ConfigurationError) {
        scenario.policies = try PolicySet(parsing: policies, defaults: .planner)
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
