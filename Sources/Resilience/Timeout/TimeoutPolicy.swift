/// The time that one attempt may take, and the side that enforces it.
public struct TimeoutPolicy: Sendable, Hashable {
  /// The sides that can end an attempt at its deadline, with their cost.
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
    /// The attempt runs in a separate task: the caller gets the error at the deadline even if the
    /// attempt ignores its cancellation. For calls that may not end by themselves.
    case always
    /// The attempt is given its deadline and must end by it, as a socket with a deadline does.
    /// It runs in the caller's task. A result that comes after the deadline all the same is a timeout,
    /// but the caller has waited for it.
    case byCall
  }
  /// The time that one attempt may take.
  public var after: Duration
  /// The side that ends an attempt at its deadline.
  public var enforcement: Enforcement

  /// Creates a timeout policy; by default 5 s, always enforced.
  public init(after: Duration = .seconds(5), enforcement: Enforcement = .always) {
    precondition(after > .zero, "a timeout must be positive, was \(after)")
    self.after = after
    self.enforcement = enforcement
  }
}
