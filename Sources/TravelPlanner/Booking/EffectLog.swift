import Mutation

/// What a booking has done, is doing and may have to undo, in the order it was decided.
///
/// An effect stands here as intended before the provider is asked, together with what would undo it; both
/// are saved before the call is made.
public struct EffectLog: Hashable, Sendable, Codable {
  public private(set) var entries: [EffectRecord]

  public init() { entries = [] }

  /// Notes that `effect` is about to be asked for, and what would undo it.
  public mutating func intend(_ effect: Effect) {
    if let place = place(of: effect) {
      precondition(
        entries[place].state == .registered, "\(effect) was \(entries[place].state), and is intended again")
      entries[place].state = .intended
      return
    }
    if entries.isEmpty { entries.reserveCapacity(8) }
    entries.append(EffectRecord(effect, .intended))
    if let compensation = effect.compensation, !isMutated(.compensationAfterStep) {
      entries.append(EffectRecord(compensation, .registered))
    }
  }

  /// The provider has done it.
  public mutating func complete(_ effect: Effect, as reference: TransactionID?) {
    settle(effect, .done)
    if isMutated(.compensationAfterStep), let compensation = effect.compensation {
      entries.append(EffectRecord(compensation, .registered))
    }
    if isMutated(.refundForgotten), effect.kind == .confirmPayment { drop(Effect(.refund)) }
    if isMutated(.bookingKeptAfterRefund), effect.kind == .book {
      drop(Effect(.cancelBooking, item: effect.item))
    }
    if let reference, let place = place(of: effect) { entries[place].reference = reference }
    // What takes an effect back leaves nothing to be undone.
    if effect.kind == .confirmPayment { drop(Effect(.cancelPayment)) }
  }

  /// The provider has said that it will not do it: there is nothing to undo.
  public mutating func refuse(_ effect: Effect) {
    settle(effect, .refused)
    if let compensation = effect.compensation { drop(compensation) }
  }

  /// It was registered and is not needed any more.
  mutating func drop(_ effect: Effect) {
    guard let place = place(of: effect), entries[place].state == .registered else { return }
    entries[place].state = .dropped
  }

  private mutating func settle(_ effect: Effect, _ state: EffectRecord.State) {
    guard let place = place(of: effect), entries[place].state == .intended else {
      preconditionFailure("\(effect) was settled without having been intended")
    }
    entries[place].state = state
  }

  public func state(of effect: Effect) -> EffectRecord.State? { place(of: effect).map { entries[$0].state } }

  public func reference(of effect: Effect) -> TransactionID? {
    place(of: effect).flatMap { entries[$0].reference }
  }

  /// The effect that was asked for and whose outcome is not known; there is one at most.
  public var unresolved: Effect? { entries.first { $0.state == .intended }?.effect }

  /// What has to be undone next: the last that was registered comes first. Nil when all is undone.
  public var nextCompensation: Effect? {
    if isMutated(.undoneFirstToLast) { return entries.first { $0.state == .registered }?.effect }
    return entries.last { $0.state == .registered }?.effect
  }

  private func place(of effect: Effect) -> Int? { entries.firstIndex { $0.effect == effect } }
}

public struct EffectRecord: Hashable, Sendable, Codable {
  public enum State: String, Hashable, Sendable, Codable, CaseIterable {
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

  public let effect: Effect
  public var state: State
  /// What the provider calls it.
  public var reference: TransactionID?

  public init(_ effect: Effect, _ state: State, reference: TransactionID? = nil) {
    self.effect = effect
    self.state = state
    self.reference = reference
  }
}
