extension ChaosScenario {
  /// Every scenario that comes with Shakedown, in the order they are listed.
  package static let catalogue: [ChaosScenario] = [
    .baseline, .latencySpike, .brownOut, .blackout, .flapping, .slowStart, .retryStorm, .thunderingHerd,
    .throttled,
    .partialResponse, .corruptPayload, .grayFailure, .correlatedFailure, .oneSlowDependency, .storeOutage,
    .poisonRequest,
    .cancellationStorm, .impatientCrowd, .breakerWithFewCalls, .modelOutage, .clockStep, .crashInBooking,
    .duplicateDelivery, .replyLost, .lateSuccess,
    .refundFailure, .crashAndLostReplies, .retriesAtSeveralLayers, .disasterAndRecovery, .cacheStampede,
    .sampleTrips,
  ]

  /// The scenario of that name; nil when there is none.
  package static func named(_ name: String) -> ChaosScenario? { catalogue.first { $0.name == name } }
}
