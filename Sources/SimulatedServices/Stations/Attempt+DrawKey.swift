public import Resilience

extension Attempt {
  /// The key that separates the random draws of this attempt from those of the call's other attempts at the same
  /// service: the attempt's number, and the index of a hedge in the upper bits.
  @inlinable package var drawKey: UInt64 { UInt64(number) | UInt64(hedgeIndex) << 48 }
}
