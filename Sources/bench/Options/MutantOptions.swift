import Mutation

/// A known-wrong variant of the code: `--mutant`.
enum MutantOptions {
  static let mutant = Option(
    "mutant", nil, "NAME", "run a known-wrong variant of the code (bench mutants --list)")

  static let unavailable = CommandError.usage(
    "this build has no mutants: make mutants, or swift build --traits Mutants --scratch-path .build-mutants")

  static func mutant(named name: String) throws(CommandError) -> Mutant {
    try choice("mutant", named: name, in: Mutant.allCases, listedBy: "bench mutants --list", \.name)
  }

  /// Nil without `--mutant`.
  static func chosen(_ arguments: Arguments) throws(CommandError) -> Mutant? {
    guard let name = arguments.text(mutant) else { return nil }
    let mutant = try mutant(named: name)
    guard Mutation.isAvailable else { throw unavailable }
    return mutant
  }
}
