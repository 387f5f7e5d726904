import Primitives
import TravelPlanner

extension CommandLine {
  /// The command line with these words, quoted for a shell. Payment card numbers and what an address holds of
  /// credentials are removed.
  static func quoted(_ words: [String]) -> String {
    (["bench"] + words).map { ShellWords.quoted(withoutSecrets(CardNumber.removed(from: $0))) }
      .joined(separator: " ")
  }

  /// `redis://user:word@host` becomes `redis://...@host`; a query is cut off.
  private static func withoutSecrets(_ word: String) -> String {
    guard let scheme = word.firstRange(of: "://") else { return word }
    var rest = word[scheme.upperBound...]
    if let query = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<query] }
    if let at = rest.lastIndex(of: "@") { rest = "...\(rest[at...])" }
    return String(word[..<scheme.upperBound] + rest)
  }
}
