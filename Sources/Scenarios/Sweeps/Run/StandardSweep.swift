extension ChaosScenario {
  /// How many seeds of the scenario a sweep takes that names no number.
  ///
  /// The counts are fixed, so that the sweep is the same everywhere; they were chosen so that the whole
  /// catalogue takes about twenty seconds on two cores.
  public var standardSeeds: Int { 200 }
}
