extension City: LosslessStringConvertible {
  @usableFromInline package var description: String { name }

  /// Finds a city by one of its names or an airport code, ignoring case and accents.
  @usableFromInline package init?(_ text: String) {
    guard let city = Lexicon.shared.city(named: text) else { return nil }
    self = city
  }
}
