/// Guesses at misspelled names.
public enum Suggestion {
  /// The name that was probably meant by `name`: the one with the fewest edits, as long as they are at most a
  /// third of its letters. Nil when none comes near. The first of several equally near names wins.
  ///
  ///     Suggestion.nearest(to: "deadlinMs", among: ["cache", "deadlineMs"])  // deadlineMs
  public static func nearest(to name: String, among names: [String]) -> String? {
    // No name of ours is as long, and the time is the product of both lengths.
    guard name.utf8.count <= 100 else { return nil }
    let scored = names.map { (name: $0, distance: editDistance(name, $0)) }
    guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, min(name.count, best.name.count) / 3) ? best.name : nil
  }

  /// `; did you mean deadlineMs?`, or nothing: to be put at the end of a message.
  public static func hint(for name: String, among names: [String]) -> String {
    nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
  }

  /// The Damerau-Levenshtein distance without regard to case: insertions, deletions, replacements and swaps of
  /// neighbouring letters.
  static func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count { rows[i][0] = i }
    for j in 0...right.count { rows[0][j] = j }
    for i in stride(from: 1, through: left.count, by: 1) {
      for j in stride(from: 1, through: right.count, by: 1) {
        let change = left[i - 1] == right[j - 1] ? 0 : 1
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
        if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[left.count][right.count]
  }
}

extension JSONValue {
  /// The message that this value is not what it may be: `"soon" is not allowed here; allowed: a number`.
  func refusal(allowed: String) -> String {
    let shown: String
    switch self {
    case .string(let text) where text.utf8.count > 200: shown = "a string of \(text.utf8.count) bytes"
    case .bool, .integer, .number, .string: shown = json
    case .null, .array, .object: shown = kind
    }
    return "\(shown) is not allowed here; allowed: \(allowed)"
  }

  /// The message that this value is none of `names`, with a guess at the one that was meant.
  func refusal(oneOf names: [String], or other: String? = nil) -> String {
    let allowed = names.joined(separator: ", ")
    return refusal(allowed: other.map { "\($0), or one of \(allowed)" } ?? allowed)
      + (string.map { Suggestion.hint(for: $0, among: names) } ?? "")
  }
}
