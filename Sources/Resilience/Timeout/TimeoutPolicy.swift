/// How long one attempt may take, and who ends it.
public struct TimeoutPolicy: Sendable, Hashable {
  /// Who ends an attempt at its deadline, and what that costs.
  ///
  /// | enforcement | a call through the whole pipeline that returns at once |
  /// | --- | ---: |
  /// | `byCall` | 0.16 µs, 0 bytes |
  /// | `always` | 0.77 µs, 1,552 bytes |
  ///
  /// The pipeline's bound of 2 µs and 1 KiB is met by `byCall`. `always` cannot meet the second half:
  /// a caller that goes on while its attempt does not needs a task for the attempt, and Swift 6.3
  /// gives every task 304 bytes and a first slab of 1,016. `bench kernel pipeline pipeline-always` measures both.
  public enum Enforcement: String, Sendable, CaseIterable {
    /// The attempt runs in a task of its own: the caller gets the error at the deadline even if the
    /// attempt ignores its cancellation. For calls that nobody vouches for.
    case always
    /// The attempt is handed its deadline and promises to end by it, as a socket with a deadline does.
    /// It runs in the caller's task. A result that comes after the deadline all the same is a timeout,
    /// but the caller has waited for it.
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
