/// How long one attempt may take, and who ends it.
public struct TimeoutPolicy: Sendable, Hashable {
  public enum Enforcement: String, Sendable, CaseIterable {
    /// The attempt runs in a task of its own: the caller gets the error at the deadline even if the
    /// attempt ignores its cancellation. Costs a task for each attempt.
    case always
    /// The attempt is handed its deadline and promises to end by it, as a socket with a deadline does.
    /// It runs in the caller's task and costs nothing. A result that comes after the deadline all the
    /// same is a timeout.
    case byCall
  }
  public var after: Duration
  public var enforcement: Enforcement

  /// 5 s, always enforced.
  public init(after: Duration = .seconds(5), enforcement: Enforcement = .always) {
    precondition(after > .zero, "a timeout must be positive, was \(after)")
    self.after = after
    self.enforcement = enforcement
  }
}
