import Scenarios
import SimulatedTravel

/// The profile of simulated services: `--profile`.
enum ProfileOptions {
  static let profile = Option(
    "profile", nil, "NAME", "the profile of the simulated services (default reference)")

  static func chosen(_ arguments: Arguments) throws(CommandError) -> ServiceProfile {
    try profile(named: arguments.text(profile) ?? ServiceProfile.reference.name)
  }

  static func profile(named name: String) throws(CommandError) -> ServiceProfile {
    try choice("profile", named: name, in: ServiceProfile.named, \.name)
  }
}
