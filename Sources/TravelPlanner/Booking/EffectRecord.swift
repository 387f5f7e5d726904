/// An entry in the effect log of a booking: an effect, its state, and the provider's reference.
package struct EffectRecord: Hashable, Sendable, Codable {
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    /// A compensation that may be needed.
    case registered
    /// Requested, or about to be; the outcome is unknown.
    case intended
    case done
    /// The provider refused; the effect has not happened and will not.
    case refused
    /// A registered compensation that is not needed any more.
    case dropped
  }

  package let effect: Effect
  package var state: State
  /// The provider's id of the payment, refund or reservation.
  package var reference: TransactionID?

  package init(_ effect: Effect, _ state: State, reference: TransactionID? = nil) {
    self.effect = effect
    self.state = state
    self.reference = reference
  }
}
