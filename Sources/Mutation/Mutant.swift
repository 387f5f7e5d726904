/// A plausible mistake in the code, which a sweep must detect.
///
/// A sweep that passes proves something only as far as it would have failed: each mutant is one way to be wrong that
/// a scenario must notice.
@usableFromInline
package enum Mutant: UInt8, Sendable, CaseIterable {
  // Retry.
  case retryOneTooMany = 1
  case retryTooSoon
  case retryJitterMissingAtCap
  case retryOfFinalFailure
  case retryIgnoresServer
  case retryPastDeadline
  case budgetNeverRefuses

  // Breaker.
  case breakerOpensOneLate
  case breakerTwoProbes
  case breakerHalfOpensEarly
  case breakerNeedsOneMoreSuccess
  case breakerLeaksProbe
  case breakerClosesOnFailure
  case breakerCountsCancelled
  case breakerCountsLateResults

  // Bulkhead and timeout.
  case bulkheadOneTooMany
  case bulkheadLastInFirstOut
  case bulkheadLeaksCancelled
  case bulkheadLeaksRefused
  case timeoutBeyondDeadline
  case acceptsLateResponse

  // Cache.
  case cacheLoadsForEach
  case cacheForgetsFollowers

  // Planner.
  case acceptsWrongCurrency
  case acceptsZeroPrice
  case failedSaveEndsPlan
  case lostAckTreatedAsConflict

  // Booking.
  case newKeyOnRetry
  case newKeyForRefund
  case effectBeforeSave
  case compensationAfterStep
  case unknownTakenForRefused
  case declineAskedAgain
  case staleBookingSaved
  case abandonsCompensation
  case compensatesInForwardOrder
  case refundForgotten
  case bookingKeptAfterRefund
  case takeoverWithoutClaim
  case roundedCharge
  case newKeyAfterTakeover
}
