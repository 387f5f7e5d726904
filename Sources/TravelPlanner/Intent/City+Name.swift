extension City: LosslessStringConvertible {
  @usableFromInline package var description: String { name }

  /// Finds a city by any of its names or an airport code, whatever the case or accents; nil when the
  /// table has none such.
  @usableFromInline package init?(_ text: String) {
    guard let city = Lexicon.shared.city(named: text) else { return nil }
    self = city
  }
}
