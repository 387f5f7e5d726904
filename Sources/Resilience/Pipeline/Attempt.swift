/// What a call is told about the attempt it makes.
@frozen
public struct Attempt: Sendable, Hashable {
  /// The key of the whole call.
  public let request: UInt64
  /// Which alternative this is: an index into the pipeline's targets.
  public let target: Int
  /// From 1, at this target.
  public let number: Int
  /// When the attempt must have ended; pass it down.
  public let deadline: Deadline
  /// Which of the calls that a hedge makes at once this is; 0 for the first, and without a hedge.
  public let copy: Int

  @inlinable public init(
    request: UInt64, target: Int, number: Int, deadline: Deadline, copy: Int = 0
  ) {
    self.request = request
    self.target = target
    self.number = number
    self.deadline = deadline
    self.copy = copy
  }
}

/// A value, and how it was come by.
@frozen
public struct Served<Value> {
  public let value: Value
  /// Which alternative served it; for a value from a cache, the one that served it first.
  public let target: Int
  /// Attempts made for this call, at all alternatives; 0 for a value from a cache.
  public let attempts: Int

  @inlinable public init(_ value: Value, target: Int, attempts: Int) {
    self.value = value
    self.target = target
    self.attempts = attempts
  }
}

extension Served: Sendable where Value: Sendable {}
extension Served: Equatable where Value: Equatable {}
