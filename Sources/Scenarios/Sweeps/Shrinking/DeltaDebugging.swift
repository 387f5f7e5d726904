/// Zeller and Hildebrandt's ddmin ("Simplifying and Isolating Failure-Inducing Input", TSE 2002).
enum DeltaDebugging {
  /// A part of `parts` for which `fails` is still true, from which no single part can be taken without making it
  /// false; or the least found when `fails` has answered nil, which means that the budget is used up.
  ///
  /// `fails` is taken to be true of `parts` and is not asked. It is asked at most `n^2 + 3n` times, and about
  /// `2 log n` times for each part that stays when few do. The order of the parts is kept.
  static func minimal<Part>(_ parts: [Part], fails: ([Part]) -> Bool?) -> [Part] {
    var left = parts
    if left.isEmpty { return left }
    // Failures that need nothing at all are common enough to be asked for first.
    guard let nothing = fails([]) else { return left }
    if nothing { return [] }
    var pieces = 2
    while left.count >= 2 {
      let bounds = (0...pieces).map { $0 * left.count / pieces }
      let chunks = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
      var reduced = false
      for chunk in chunks {
        guard let result = fails(Array(left[chunk])) else { return left }
        guard result else { continue }
        left = Array(left[chunk])
        pieces = 2
        reduced = true
        break
      }
      // With two pieces the complements are the pieces themselves.
      if !reduced && pieces > 2 {
        for chunk in chunks {
          let rest = Array(left[..<chunk.lowerBound] + left[chunk.upperBound...])
          guard let result = fails(rest) else { return left }
          guard result else { continue }
          left = rest
          pieces = max(pieces - 1, 2)
          reduced = true
          break
        }
      }
      if reduced { continue }
      if pieces >= left.count { break }
      pieces = min(left.count, pieces * 2)
    }
    return left
  }
}
