extension ChaosScenario {
  /// Every scenario that comes with Shakedown, in the order they are listed.
  public static let catalogue: [ChaosScenario] = [.baseline]

  /// The scenario of that name; nil when there is none.
  public static func named(_ name: String) -> ChaosScenario? { catalogue.first { $0.name == name } }
}
