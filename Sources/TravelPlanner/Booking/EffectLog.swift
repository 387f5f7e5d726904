import Mutation

/// What a booking has done, is doing and may have to undo, in the order it was decided.
///
/// An effect stands here as intended before the provider is asked, together with what would undo it; both
/// are saved before the call is made.
package struct EffectLog: Sendable {
  // Plain numbers, which are copied without counting references: the log is copied with every save.
  private struct Entry {
    var effect: Effect
    var state: EffectRecord.State
    var reference: Reference = .none
    /// A number, or a place in `texts`.
    var number: UInt64 = 0
  }
  private enum Reference { case none, number, text }

  /// Those of a flight and a hotel need nothing on the heap; what further items add stands in `rest`.
  private var first = InlineArray<8, Entry>(repeating: Entry(effect: Effect(.book), state: .dropped))
  private var rest: [Entry] = []
  private var texts: [String] = []
  private var count = 0
  /// How many are intended: mostly none, and then nobody looks for one.
  private var open = 0

  package init() {}

  package var entries: [EffectRecord] {
    (0..<count).map { EffectRecord(self[$0].effect, self[$0].state, reference: reference(of: self[$0])) }
  }

  // Part of who looks: called, it would be handed a copy of the whole log.
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

  /// Notes that `effect` is about to be asked for, and what would undo it.
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

  /// The provider has done it.
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
    // What takes an effect back leaves nothing to be undone.
    if effect.kind == .confirmPayment { drop(Effect(.cancelPayment)) }
  }

  /// The provider has said that it will not do it: there is nothing to undo.
  package mutating func refuse(_ effect: Effect) {
    settle(effect, .refused)
    if let compensation = effect.compensation { drop(compensation) }
  }

  /// It was registered and is not needed any more.
  mutating func drop(_ effect: Effect) {
    guard let place = place(of: effect), self[place].state == .registered else { return }
    self[place].state = .dropped
  }

  @discardableResult
  private mutating func settle(_ effect: Effect, _ state: EffectRecord.State) -> Int {
    guard let place = place(of: effect), self[place].state == .intended else {
      preconditionFailure("\(effect) was settled without having been intended")
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

  /// The effect that was asked for and whose outcome is not known; there is one at most.
  package var unresolved: Effect? {
    if open == 0 { return nil }
    for place in 0..<count where self[place].state == .intended { return self[place].effect }
    return nil
  }

  /// What has to be undone next: the last that was registered comes first. Nil when all is undone.
  package var nextCompensation: Effect? {
    let places = 0..<count
    let place =
      isMutated(.undoneFirstToLast)
      ? places.first { self[$0].state == .registered } : places.last { self[$0].state == .registered }
    return place.map { self[$0].effect }
  }

  @inline(__always)
  private func place(of effect: Effect) -> Int? {
    // An effect stands here once, and mostly among the last.
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
