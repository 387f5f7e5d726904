/// Whether a failure may be retried, by rules over its fields: a status, an error's name, a method.
///
/// The first rule whose fields all match decides.
public struct RetryRuleList: Sendable, Hashable {
  public struct Rule: Sendable, Hashable {
    /// For each field that is looked at, the values that match.
    public var fields: [String: [String]]
    public var retry: Bool

    public init(fields: [String: [String]], retry: Bool) {
      self.fields = fields
      self.retry = retry
    }

    func matches(_ failure: [String: String]) -> Bool {
      fields.allSatisfy { field, allowed in failure[field].map(allowed.contains) ?? false }
    }
  }

  public var rules: [Rule]
  /// When no rule matches.
  public var otherwise: Bool

  public init(_ rules: [Rule], otherwise: Bool) {
    self.rules = rules
    self.otherwise = otherwise
  }

  public func retries(_ failure: [String: String]) -> Bool {
    rules.first { $0.matches(failure) }?.retry ?? otherwise
  }
}
