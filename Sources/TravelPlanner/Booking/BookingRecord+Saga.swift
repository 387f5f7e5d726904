import Mutation
package import Primitives

/// What a booking does next. Decided in the value; `BookingService` saves it and asks.
@usableFromInline
package enum SagaStep: Hashable, Sendable {
  /// Look at the prices again before any money moves.
  case reprice
  /// Ask for an effect that stands in the record as intended, and settle it.
  case ask(Effect)
  /// Nothing is left to do.
  case rest
}

/// What a provider said about an effect.
@usableFromInline
package enum EffectOutcome: Hashable, Sendable {
  case done(TransactionID?)
  /// It has not happened and will not.
  case refused(BookingFailure)
}

extension BookingRecord {
  /// Moves on as far as it goes without asking anybody, and says what to ask.
  ///
  /// Forward: `create-payment → confirm-payment → book-0 → book-1 … → CONFIRMED`. With a failure: what was
  /// done is undone, the last first, then FAILED, CANCELLED or REFUNDED. An effect whose outcome is not known
  /// comes before anything else, whichever way it goes. `pricesKnown` says that the prices have been looked
  /// at under this claim.
  package mutating func advance(at now: Timestamp, pricesKnown: Bool) -> SagaStep {
    if let unresolved = effects.unresolved { return .ask(unresolved) }
    if let failure { return undo(failure, at: now) }
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
      return .rest
    case .confirmed, .failed, .cancelled, .refunded: return .rest
    case .refundPending: preconditionFailure("\(id) gives money back without a reason")
    }
  }

  private mutating func undo(_ failure: BookingFailure, at now: Timestamp) -> SagaStep {
    let reason: StatusChange.Reason = failure == .cancelledByTraveller ? .cancelledByTraveller : .notPossible
    switch status {
    case .paid, .confirmed: timeline.move(to: .refundPending, at: now, because: reason)
    case .initiated, .paymentPending, .refundPending: break
    case .failed, .cancelled, .refunded: return .rest
    }
    if let compensation = effects.nextCompensation { return intend(compensation) }
    if status == .refundPending {
      timeline.move(to: .refunded, at: now, because: .everythingUndone)
    } else {
      timeline.move(to: failure == .cancelledByTraveller ? .cancelled : .failed, at: now, because: reason)
    }
    return .rest
  }

  private mutating func intend(_ effect: Effect) -> SagaStep {
    effects.intend(effect)
    return .ask(effect)
  }

  /// Takes in what came of an effect that was asked for.
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
      precondition(effect.compensation != nil, "\(effect) undoes something: it is asked for until it is done")
      effects.refuse(effect)
      if effect.kind == .confirmPayment { paymentStatus = .failed }
      failure = failure ?? reason
    }
  }

  /// From now on everything is undone. Without effect on a booking that is being undone already.
  package mutating func fail(_ reason: BookingFailure) {
    if failure == nil { failure = reason }
  }

  /// Somebody takes the booking on; who held it before is refused when it saves next.
  package mutating func take(holder: UInt64) {
    if !isMutated(.takeoverWithoutClaim) { claim += 1 }
    self.holder = holder
  }
}
