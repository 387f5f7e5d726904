/// Rules over the fields of a failure (a status, an error's name, a method) that decide if it is retried.
///
/// The first rule whose fields all match decides.
package struct RetryRuleList: Sendable, Hashable {
  /// One rule of the list.
  package struct Rule: Sendable, Hashable {
    /// For each field that is compared, the values that match.
    package var fields: [String: [String]]
    /// True if a failure that matches is retried.
    package var retry: Bool

    /// Creates a rule.
    package init(fields: [String: [String]], retry: Bool) {
      self.fields = fields
      self.retry = retry
    }

    func matches(_ failure: [String: String]) -> Bool {
      fields.allSatisfy { field, allowed in failure[field].map(allowed.contains) ?? false }
    }
  }

  /// The rules in the order in which they are tried.
  package var rules: [Rule]
  /// True if a failure that matches no rule is retried.
  package var otherwise: Bool

  /// Creates a list of rules.
  package init(_ rules: [Rule], otherwise: Bool) {
    self.rules = rules
    self.otherwise = otherwise
  }

  /// Returns true if a failure with these fields is retried.
  package func retries(_ failure: [String: String]) -> Bool {
    rules.first { $0.matches(failure) }?.retry ?? otherwise
  }
}
