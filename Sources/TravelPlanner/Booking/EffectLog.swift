import Mutation

/// The effects of a booking in the order of their decision: done, requested, and registered as compensations.
///
/// An effect is recorded as intended, together with its compensation, before the provider is called; both are saved
/// before the call.
package struct EffectLog: Sendable {
  // Trivial values, because the log is copied with every save.
  private struct Entry {
    var effect: Effect
    var state: EffectRecord.State
    var reference: Reference = .none
    /// The number of the reference, or its index in `texts`.
    var number: UInt64 = 0
  }
  private enum Reference { case none, number, text }

  /// The first entries, inline: enough for a flight and a hotel. Further ones are in `rest`.
  private var first = InlineArray<8, Entry>(repeating: Entry(effect: Effect(.book), state: .dropped))
  private var rest: [Entry] = []
  private var texts: [String] = []
  private var count = 0
  /// The number of intended effects. Usually zero, which saves a search.
  private var open = 0

  package init() {}

  package var entries: [EffectRecord] {
    (0..<count).map { EffectRecord(self[$0].effect, self[$0].state, reference: reference(of: self[$0])) }
  }

  // Inlined, because a call would receive a copy of the whole log.
  @inline(__always)
  private subscript(place: Int) -> Entry {
    get { place < 8 ? first[place] : rest[place - 8] }
    set { if place < 8 { first[place] = newValue } else { rest[place - 8] = newValue } }
  }

  private mutating func append(_ effect: Effect, _ state: EffectRecord.State) {
    let entry = Entry(effect: effect, state: state)
    if count < 8 { first[count] = entry } else { rest.append(entry) }
    count += 1
    if state == .intended { open += 1 }
  }

  /// Records that `effect` is about to be requested, and registers its compensation.
  package mutating func intend(_ effect: Effect) {
    if let place = place(of: effect) {
      precondition(
        self[place].state == .registered, "\(effect) was \(self[place].state), and is intended again")
      self[place].state = .intended
      open += 1
      return
    }
    append(effect, .intended)
    if let compensation = effect.compensation, !isMutated(.compensationAfterStep) {
      append(compensation, .registered)
    }
  }

  /// Records that the provider has performed the effect.
  package mutating func complete(_ effect: Effect, as reference: TransactionID?) {
    let place = settle(effect, .done)
    if isMutated(.compensationAfterStep), let compensation = effect.compensation {
      append(compensation, .registered)
    }
    if isMutated(.refundForgotten), effect.kind == .confirmPayment { drop(Effect(.refund)) }
    if isMutated(.bookingKeptAfterRefund), effect.kind == .book {
      drop(Effect(.cancelBooking, item: effect.item))
    }
    if let reference { refer(place, to: reference) }
    // A confirmed payment is compensated by a refund, not by a cancellation.
    if effect.kind == .confirmPayment { drop(Effect(.cancelPayment)) }
  }

  /// Records that the provider has refused the effect, and drops its compensation.
  package mutating func refuse(_ effect: Effect) {
    settle(effect, .refused)
    if let compensation = effect.compensation { drop(compensation) }
  }

  /// Drops a compensation that is registered.
  mutating func drop(_ effect: Effect) {
    guard let place = place(of: effect), self[place].state == .registered else { return }
    self[place].state = .dropped
  }

  @discardableResult
  private mutating func settle(_ effect: Effect, _ state: EffectRecord.State) -> Int {
    guard let place = place(of: effect), self[place].state == .intended else {
      preconditionFailure("\(effect) was settled but is not intended")
    }
    self[place].state = state
    open -= 1
    return place
  }

  private mutating func refer(_ place: Int, to reference: TransactionID) {
    switch reference.form {
    case .number(let number):
      self[place].reference = .number
      self[place].number = number
    case .text(let text):
      self[place].reference = .text
      self[place].number = UInt64(texts.count)
      texts.append(text)
    }
  }

  @inline(__always)
  private func reference(of entry: Entry) -> TransactionID? {
    switch entry.reference {
    case .none: nil
    case .number: TransactionID(number: entry.number)
    case .text: TransactionID(texts[Int(entry.number)])
    }
  }

  package func state(of effect: Effect) -> EffectRecord.State? { place(of: effect).map { self[$0].state } }

  package func reference(of effect: Effect) -> TransactionID? {
    place(of: effect).flatMap { reference(of: self[$0]) }
  }

  /// The requested effect with an unknown outcome; there is at most one.
  package var unresolved: Effect? {
    if open == 0 { return nil }
    for place in 0..<count where self[place].state == .intended { return self[place].effect }
    return nil
  }

  /// The next compensation: the last one that was registered. Nil if none is left.
  package var nextCompensation: Effect? {
    let places = 0..<count
    let place =
      isMutated(.compensatesInForwardOrder)
      ? places.first { self[$0].state == .registered } : places.last { self[$0].state == .registered }
    return place.map { self[$0].effect }
  }

  @inline(__always)
  private func place(of effect: Effect) -> Int? {
    // An effect has at most one entry, usually among the last.
    var place = count
    while place > 0 {
      place -= 1
      if self[place].effect == effect { return place }
    }
    return nil
  }
}

extension EffectLog: Hashable {
  package static func == (left: EffectLog, right: EffectLog) -> Bool { left.entries == right.entries }

  package func hash(into hasher: inout Hasher) { hasher.combine(entries) }
}

extension EffectLog: Codable {
  private enum Key: String, CodingKey { case entries }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for entry in try container.decode([EffectRecord].self, forKey: .entries) {
      append(entry.effect, entry.state)
      if let reference = entry.reference { refer(count - 1, to: reference) }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(entries, forKey: .entries)
  }
}
