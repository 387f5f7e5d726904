/// A value with its origin.
@frozen
public struct Served<Value> {
  /// The value.
  public let value: Value
  /// The index of the alternative that served it; for a cached value, of the one that served it first.
  public let target: Int
  /// The number of attempts made for this call, at all alternatives; 0 for a cached value.
  public let attempts: Int

  /// Creates a served value.
  @inlinable public init(_ value: Value, target: Int, attempts: Int) {
    self.value = value
    self.target = target
    self.attempts = attempts
  }
}

extension Served: Sendable where Value: Sendable {}
extension Served: Equatable where Value: Equatable {}
