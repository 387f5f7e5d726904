extension OutputSpan where Element: BitwiseCopyable {
  /// Appends `element` behind all whose rank is no greater: what was appended so is sorted, and equals stay as
  /// they came.
  ///
  /// For the few dozen offers of a search: each costs as many moves as it has greater ones before it.
  @inline(__always)
  mutating func insert(_ element: Element, by rank: (Element) -> Int64) {
    var place = count
    append(element)
    var all = mutableSpan
    let own = rank(element)
    while place > 0 {
      let before = all[place - 1]
      guard rank(before) > own else { break }
      all[place] = before
      place -= 1
    }
    all[place] = element
  }
}
