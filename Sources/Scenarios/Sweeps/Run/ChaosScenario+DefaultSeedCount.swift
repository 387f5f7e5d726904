extension ChaosScenario {
  /// The number of seeds of a sweep that names none: as many as make 24,000 requests together,
  /// but 100 to 400.
  ///
  /// The counts follow from the scenario alone, so that the sweep is the same everywhere; the whole catalogue takes
  /// about twenty seconds on two cores.
  package var standardSeeds: Int { min(400, max(100, 24_000 / load.requests)) }
}
