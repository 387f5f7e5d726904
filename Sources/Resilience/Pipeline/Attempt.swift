/// The attempt that a call is asked to make.
@frozen
public struct Attempt: Sendable, Hashable {
  /// The key of the whole call.
  public let request: UInt64
  /// The alternative to call: an index into the pipeline's targets.
  public let target: Int
  /// The number of the attempt at this target, from 1.
  public let number: Int
  /// The time by which the attempt must have ended; pass it down.
  public let deadline: Deadline
  /// The index among the calls of a hedged attempt; 0 for the first, and without a hedge.
  public let hedgeIndex: Int

  /// Creates an attempt.
  @inlinable public init(
    request: UInt64, target: Int, number: Int, deadline: Deadline, hedgeIndex: Int = 0
  ) {
    self.request = request
    self.target = target
    self.number = number
    self.deadline = deadline
    self.hedgeIndex = hedgeIndex
  }
}
