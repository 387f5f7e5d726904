/// A key that opens somebody's account. Prints as its first letters, so that no log has it.
public struct SecretKey: Hashable, Sendable {
  let text: String

  /// 1…512 characters that can stand in a header: no spaces, no control characters.
  public init?(_ text: String) {
    guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
      return nil
    }
    self.text = text
  }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `sk_t…`
  public var description: String { "\(text.prefix(min(4, text.utf8.count / 2)))…" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
