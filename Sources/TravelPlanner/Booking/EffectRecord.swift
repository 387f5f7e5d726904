/// One effect in the log of a booking: what became of it, and what the provider calls it.
package struct EffectRecord: Hashable, Sendable, Codable {
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something that may have to be done to undo another.
    case registered
    /// Asked for, or about to be: the outcome is not known here.
    case intended
    case done
    /// The provider said no; it has not happened and will not.
    case refused
    /// Registered, and never needed.
    case dropped
  }

  package let effect: Effect
  package var state: State
  /// What the provider calls it.
  package var reference: TransactionID?

  package init(_ effect: Effect, _ state: State, reference: TransactionID? = nil) {
    self.effect = effect
    self.state = state
    self.reference = reference
  }
}
