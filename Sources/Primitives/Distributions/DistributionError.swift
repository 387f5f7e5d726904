/// The reason for which a latency distribution cannot be created.
public enum DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value must be positive.
  case notPositive(kind: String, parameter: String, value: String)
  /// The value must not be negative.
  case negative(kind: String, parameter: String, value: String)
  /// The value is not a finite number.
  case notFinite(kind: String, parameter: String)
  /// The first parameter must not be above the second.
  case outOfOrder(kind: String, low: String, lowValue: String, high: String, highValue: String)
  /// A list must have at least one element.
  case empty(kind: String, parameter: String)
  /// Two lists must have the same number of elements.
  case differentLengths(kind: String, first: String, firstCount: Int, second: String, secondCount: Int)
  /// Weights must add up to more than zero.
  case weightless(kind: String)

  /// The parameter, the rule and the value, in English.
  public var description: String {
    switch self {
    case .notPositive(let kind, let parameter, let value):
      "\(kind): \(parameter) must be positive, was \(value)"
    case .negative(let kind, let parameter, let value):
      "\(kind): \(parameter) must not be negative, was \(value)"
    case .notFinite(let kind, let parameter):
      "\(kind): \(parameter) must be a finite number"
    case .outOfOrder(let kind, let low, let lowValue, let high, let highValue):
      "\(kind): \(high) must be at least \(low) (\(lowValue)), was \(highValue)"
    case .empty(let kind, let parameter):
      "\(kind): \(parameter) must not be empty"
    case .differentLengths(let kind, let first, let firstCount, let second, let secondCount):
      "\(kind): \(first) and \(second) must be equally many, were \(firstCount) and \(secondCount)"
    case .weightless(let kind):
      "\(kind): the weights must add up to more than zero"
    }
  }
}
