import Mutation

/// The known-wrong variant of the code that `--mutant` asks for.
enum ChosenMutant {
  static let option = Option(
    "mutant", nil, "NAME", "run a known-wrong variant of the code instead (bench mutants --list)")

  static let unavailable = CommandError.usage(
    "this build has no mutants: make mutants, or swift build --traits Mutants --scratch-path .build-mutants")

  static func named(_ name: String) throws(CommandError) -> Mutant {
    if let mutant = Mutant(name: name) { return mutant }
    let hint = nearest(to: name, among: Mutant.allCases.map(\.name)).map { "; did you mean \($0)?" } ?? ""
    throw .usage("no mutant is named \(quoted(name))\(hint) (bench mutants --list)")
  }

  /// The one that was asked for; nil for the code as it is.
  static func chosen(_ arguments: Arguments) throws(CommandError) -> Mutant? {
    guard let name = arguments.text(option) else { return nil }
    let mutant = try named(name)
    guard Mutation.isAvailable else { throw unavailable }
    return mutant
  }
}
