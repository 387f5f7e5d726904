import Mutation
package import Primitives

/// The next step of a booking. `BookingRecord` decides it; `BookingService` saves the record and performs the step.
@usableFromInline
package enum SagaStep: Hashable, Sendable {
  /// Check the prices before any money moves.
  case reprice
  /// Request an effect that the record intends, and settle it.
  case perform(Effect)
  /// The booking is in a terminal state.
  case finish
}

/// The outcome of an effect, as the provider reports it.
@usableFromInline
package enum EffectOutcome: Hashable, Sendable {
  case done(TransactionID?)
  /// The effect has not happened and will not.
  case refused(BookingFailure)
}

extension BookingRecord {
  /// Advances as far as possible without a request and returns the next step.
  ///
  /// Forward: `create-payment → confirm-payment → book-0 → book-1 … → CONFIRMED`. After a failure: completed effects are
  /// compensated, the last first, then FAILED, CANCELLED or REFUNDED. In both directions an effect with an unknown outcome
  /// is resolved first. `pricesKnown` tells whether the prices have been checked under the current claim.
  package mutating func advance(at now: Timestamp, pricesKnown: Bool) -> SagaStep {
    if let unresolved = effects.unresolved { return .perform(unresolved) }
    if let failure { return compensate(failure, at: now) }
    switch status {
    case .initiated:
      guard pricesKnown else { return .reprice }
      return intend(Effect(.createPayment))
    case .paymentPending:
      guard pricesKnown else { return .reprice }
      return intend(Effect(.confirmPayment))
    case .paid:
      for item in quote.items.indices {
        let booking = Effect(.book, item: UInt8(item))
        if effects.state(of: booking) == nil { return intend(booking) }
      }
      timeline.move(to: .confirmed, at: now, because: .everythingBooked)
      return .finish
    case .confirmed, .failed, .cancelled, .refunded: return .finish
    case .refundPending: preconditionFailure("\(id) is REFUND_PENDING without a failure")
    }
  }

  private mutating func compensate(_ failure: BookingFailure, at now: Timestamp) -> SagaStep {
    let reason: StatusChange.Reason = failure == .cancelledByTraveller ? .cancelledByTraveller : .notPossible
    switch status {
    case .paid, .confirmed: timeline.move(to: .refundPending, at: now, because: reason)
    case .initiated, .paymentPending, .refundPending: break
    case .failed, .cancelled, .refunded: return .finish
    }
    if let compensation = effects.nextCompensation { return intend(compensation) }
    if status == .refundPending {
      timeline.move(to: .refunded, at: now, because: .everythingUndone)
    } else {
      timeline.move(to: failure == .cancelledByTraveller ? .cancelled : .failed, at: now, because: reason)
    }
    return .finish
  }

  private mutating func intend(_ effect: Effect) -> SagaStep {
    effects.intend(effect)
    return .perform(effect)
  }

  /// Records the outcome of a requested effect.
  package mutating func settle(_ effect: Effect, _ outcome: EffectOutcome, at now: Timestamp) {
    switch outcome {
    case .done(let reference):
      effects.complete(effect, as: reference)
      switch effect.kind {
      case .createPayment:
        paymentStatus = .pending
        timeline.move(to: .paymentPending, at: now, because: .paymentStarted)
      case .confirmPayment:
        paymentStatus = .succeeded
        timeline.move(to: .paid, at: now, because: .paymentSucceeded)
      case .cancelPayment: paymentStatus = .failed
      case .refund: paymentStatus = .refunded
      case .book, .cancelBooking: break
      }
    case .refused(let reason):
      precondition(effect.compensation != nil, "\(effect) is a compensation and cannot be refused")
      effects.refuse(effect)
      if effect.kind == .confirmPayment { paymentStatus = .failed }
      failure = failure ?? reason
    }
  }

  /// Fails the booking: from now on its effects are compensated. Has no effect if it has failed already.
  package mutating func fail(_ reason: BookingFailure) {
    if failure == nil { failure = reason }
  }

  /// Starts a new claim. The previous holder is refused at its next save.
  package mutating func claim(by holder: UInt64) {
    if !isMutated(.takeoverWithoutClaim) { claim += 1 }
    self.holder = holder
  }
}
