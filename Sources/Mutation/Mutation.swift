#if Mutants
  public import Synchronization
#endif

/// Whether the code is to behave as a known-wrong variant of itself.
///
/// Only a build with the trait `Mutants` knows mutants. In every other this is false before the optimiser sees it,
/// and what stands behind it is not there.
@inlinable @inline(__always)
public func isMutated(_ mutant: Mutant) -> Bool {
  #if Mutants
    Mutation.number.load(ordering: .relaxed) == mutant.rawValue
  #else
    false
  #endif
}

/// The mutant that runs.
public enum Mutation {
  #if Mutants
    @usableFromInline static let number = Atomic<UInt8>(0)
  #endif

  /// Whether this build has mutants at all.
  public static var isAvailable: Bool {
    #if Mutants
      true
    #else
      false
    #endif
  }

  /// From now on the code behaves as `mutant` says: once, before there is a world. Traps in a build without
  /// mutants.
  public static func select(_ mutant: Mutant) {
    #if Mutants
      number.store(mutant.rawValue, ordering: .relaxed)
    #else
      preconditionFailure("\(mutant.name) is not in this build: build with --traits Mutants")
    #endif
  }
}
