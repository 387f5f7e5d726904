#if Mutants
  import Synchronization
#endif

/// Returns true when the code has to behave as `mutant`, a known-wrong variant of itself.
///
/// Only a build with the trait `Mutants` has mutants. Without the trait this is a constant `false`, so the branch is
/// removed.
@inlinable @inline(__always)
package func isMutated(_ mutant: Mutant) -> Bool {
  #if Mutants
    isSelected(mutant)
  #else
    false
  #endif
}

#if Mutants
  @usableFromInline func isSelected(_ mutant: Mutant) -> Bool {
    Mutation.number.load(ordering: .relaxed) == mutant.rawValue
  }
#endif

/// The selection of the mutant that runs.
package enum Mutation {
  #if Mutants
    fileprivate static let number = Atomic<UInt8>(0)
  #endif

  /// True if this build has mutants.
  package static var isAvailable: Bool {
    #if Mutants
      true
    #else
      false
    #endif
  }

  /// Makes the code behave as `mutant`. Called once, before there is a world. Traps in a build without mutants.
  package static func select(_ mutant: Mutant) {
    #if Mutants
      number.store(mutant.rawValue, ordering: .relaxed)
    #else
      preconditionFailure("\(mutant.name) is not in this build: build with --traits Mutants")
    #endif
  }
}
