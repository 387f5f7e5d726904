/// A key that opens somebody's account. Prints as its first letters, so that no log has it.
package struct SecretKey: Hashable, Sendable {
  let text: String

  /// 1…512 characters that can stand in a header: no spaces, no control characters.
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
