import Configuration
import Resilience
import Scenarios
import SimulatedTravel
import TravelPlanner

/// The scenarios of a sweep: operands, `--scenario`, and what changes them all.
enum ScenarioOptions {
  static let scenario = Option(
    "scenario", nil, "NAME|FILE", "a scenario, as an operand; repeatable", repeatable: true)
  static let profile = Option("profile", nil, "NAME", "replaces the service profile of every scenario")

  /// Returns the scenarios of the operands and of `--scenario`, in that order, each with the reference by which
  /// another process finds it. Without any, the whole catalogue.
  static func chosen(
    _ arguments: Arguments
  ) throws(CommandError) -> [(scenario: ChaosScenario, recipe: ScenarioReference)] {
    try named(
      arguments.operands + arguments.texts(scenario), policies: try PolicyOptions.chosen(arguments)?.set.json,
      profile: try arguments.text(profile).map { name throws(CommandError) in
        try ProfileOptions.profile(named: name).name
      })
  }

  static func named(
    _ words: [String], policies: String? = nil, profile: String? = nil
  ) throws(CommandError) -> [(scenario: ChaosScenario, recipe: ScenarioReference)] {
    var chosen: [(scenario: ChaosScenario, recipe: ScenarioReference)] = []
    for word in words.isEmpty ? ChaosScenario.catalogue.map(\.name) : words {
      var recipe = try recipe(word)
      recipe.policies = policies
      recipe.profile = profile
      if chosen.contains(where: { $0.recipe.name == recipe.name }) {
        throw .usage("scenario \(quoted(word)) is named twice")
      }
      do throws(ScenarioReference.Problem) {
        chosen.append((try recipe.scenario(), recipe))
      } catch {
        throw .badInput("\(word): \(error)")
      }
    }
    return chosen
  }

  private static func recipe(_ word: String) throws(CommandError) -> ScenarioReference {
    if ChaosScenario.named(word) != nil { return ScenarioReference(word) }
    guard isPath(word) else {
      throw unknown("scenario", word, among: ChaosScenario.catalogue.map(\.name))
    }
    let text = try InputFile.read(word)
    do throws(ConfigurationError) {
      let scenario = try ChaosScenario(parsing: text)
      return ScenarioReference(scenario.name, definition: scenario)
    } catch {
      throw .badInput(word, error)
    }
  }
}

/// True if a word that may be a name or a file can only be a file.
func isPath(_ word: String) -> Bool { word == "-" || word.contains { $0 == "/" || $0 == "." } }
