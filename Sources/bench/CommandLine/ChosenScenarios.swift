import Resilience
import Scenarios
import TravelPlanner

/// The scenarios that a command line names.
enum ChosenScenarios {
  static let option = Option(
    "scenario", nil, "NAME|FILE", "a scenario, as an operand would be; again for more", repeatable: true)

  static let profile = Option(
    "profile", nil, "NAME", "the services of this profile instead of the scenario's")

  /// Those of the operands and of `--scenario`, in that order; without any, the whole catalogue. Each with how
  /// another process gets it.
  static func of(_ arguments: Arguments) throws(CommandError) -> [(
    scenario: ChaosScenario, recipe: ScenarioRecipe
  )] {
    try all(
      arguments.operands + arguments.texts(option), policies: try ChosenPolicy.chosen(arguments)?.set.json,
      profile: try arguments.text(profile).map { name throws(CommandError) in
        try RunCommand.serviceProfile(name).name
      })
  }

  static func all(
    _ words: [String], policies: String? = nil, profile: String? = nil
  ) throws(CommandError) -> [(scenario: ChaosScenario, recipe: ScenarioRecipe)] {
    var chosen: [(scenario: ChaosScenario, recipe: ScenarioRecipe)] = []
    for word in words.isEmpty ? ChaosScenario.catalogue.map(\.name) : words {
      var recipe = try recipe(word)
      recipe.policies = policies
      recipe.profile = profile
      if chosen.contains(where: { $0.recipe.name == recipe.name }) {
        throw .usage("scenario \(quoted(word)) is named twice")
      }
      do throws(ScenarioRecipe.Problem) {
        chosen.append((try recipe.scenario(), recipe))
      } catch {
        throw .badInput("\(word): \(error)")
      }
    }
    return chosen
  }

  private static func recipe(_ word: String) throws(CommandError) -> ScenarioRecipe {
    if ChaosScenario.named(word) != nil { return ScenarioRecipe(word) }
    // A word that is no path is a scenario that is not known.
    if word.contains(where: { $0 == "/" || $0 == "." }) { return try recipe(file: word) }
    let names = ChaosScenario.catalogue.map(\.name)
    let hint = nearest(to: word, among: names).map { "; did you mean \($0)?" } ?? ""
    throw .usage("no scenario is named \(quoted(word))\(hint) (there are \(names.joined(separator: ", ")))")
  }

  private static func recipe(file path: String) throws(CommandError) -> ScenarioRecipe {
    let text = try OutputFolder.read(path)
    do throws(PolicyFileError) {
      let scenario = try ChaosScenario(parsing: text)
      return ScenarioRecipe(scenario.name, definition: scenario)
    } catch {
      throw .badInput("\(path): \(error.path.hasPrefix("line ") ? "not JSON: " : "")\(error)")
    }
  }
}
