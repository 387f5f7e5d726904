/// A key that gives access to an account. Prints only its first letters, so that it appears in no log.
package struct SecretKey: Hashable, Sendable {
  let text: String

  /// Creates a key of 1…512 characters that are allowed in a header: no spaces, no control characters. Nil for other
  /// text.
  package init?(_ text: String) {
    guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
      return nil
    }
    self.text = text
  }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `sk_t…`
  package var description: String { "\(text.prefix(min(4, text.utf8.count / 2)))…" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
