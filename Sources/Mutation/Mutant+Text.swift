extension Mutant {
  /// The name on the command line and in reports: `retry-one-too-many`.
  package var name: String {
    switch self {
    // The committed table of mutants has these names.
    case .acceptsLateResponse: return "late-answer-taken"
    case .acceptsWrongCurrency: return "other-currency-taken"
    case .acceptsZeroPrice: return "free-offer-taken"
    case .lostAckTreatedAsConflict: return "unsure-save-forgotten"
    case .abandonsCompensation: return "undoing-given-up"
    case .compensatesInForwardOrder: return "undone-first-to-last"
    default: break
    }
    var name = ""
    for character in "\(self)" {
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
    return name
  }

  /// Creates the mutant with a name; nil when there is none.
  package init?(name: String) {
    guard let mutant = Mutant.allCases.first(where: { $0.name == name }) else { return nil }
    self = mutant
  }

  /// True if no single fault reveals the mutant.
  package var needsTwoFaults: Bool {
    switch self {
    case .bulkheadLeaksCancelled, .breakerCountsLateResults: true
    default: false
    }
  }

  /// The mistake, as a clause that follows the mutant's name.
  package var summary: String {
    switch self {
    case .retryOneTooMany: "one attempt more than the policy allows"
    case .retryTooSoon: "waits half of what was drawn"
    case .retryJitterMissingAtCap: "every wait at the cap is the cap"
    case .retryOfFinalFailure: "tries again after a failure that will stay one"
    case .retryIgnoresServer: "does not wait as long as the server asked for"
    case .retryPastDeadline: "waits for a retry that can only begin after the deadline"
    case .budgetNeverRefuses: "lets every retry through"
    case .breakerOpensOneLate: "takes one failure more than its threshold to open"
    case .breakerTwoProbes: "lets one probe too many through when it is half open"
    case .breakerHalfOpensEarly: "is half open after three quarters of its wait"
    case .breakerNeedsOneMoreSuccess: "takes one success more than enough to close"
    case .breakerLeaksProbe: "never gets back the permit of a probe that was cancelled"
    case .breakerClosesOnFailure: "takes a failed probe for a good one"
    case .breakerCountsCancelled: "takes a call that its caller cancelled for a failure"
    case .breakerCountsLateResults: "counts results of calls from before its last change"
    case .bulkheadOneTooMany: "lets one call more in than it has places"
    case .bulkheadLastInFirstOut: "serves the last that came first"
    case .bulkheadLeaksCancelled: "keeps the place in the queue of a call that was cancelled"
    case .bulkheadLeaksRefused: "keeps the place of a call that the breaker refused"
    case .timeoutBeyondDeadline: "gives an attempt its whole timeout, also beyond the caller's deadline"
    case .acceptsLateResponse: "takes an answer that came after the timeout"
    case .cacheLoadsForEach: "loads an answer for each who asks at a time, instead of once"
    case .cacheForgetsFollowers: "never tells those who wait what was loaded"
    case .acceptsWrongCurrency: "takes offers in another currency than asked for"
    case .acceptsZeroPrice: "takes offers that cost nothing"
    case .failedSaveEndsPlan: "gives up a plan whose session cannot be saved"
    case .lostAckTreatedAsConflict: "takes its own save, whose reply was lost, for somebody else's"
    case .newKeyOnRetry: "asks again under a new idempotency key"
    case .newKeyForRefund: "asks for a refund or a cancellation again under a new key"
    case .effectBeforeSave: "asks a provider before the intent is saved"
    case .compensationAfterStep: "registers what undoes a step after the step instead of before"
    case .unknownTakenForRefused: "takes an answer that never came for a no"
    case .declineAskedAgain: "asks again after the card was declined"
    case .staleBookingSaved: "lets a save through that is based on an old revision"
    case .abandonsCompensation: "takes what undoes a step for done when no answer comes"
    case .compensatesInForwardOrder: "undoes the first step first"
    case .refundForgotten: "does not register the refund of a payment"
    case .bookingKeptAfterRefund: "does not register the cancellation of a booked item"
    case .takeoverWithoutClaim: "takes a booking over without a claim of its own"
    case .roundedCharge: "charges the quote rounded up to whole units"
    case .newKeyAfterTakeover: "a process that took a booking over asks again under a new key"
    }
  }
}
