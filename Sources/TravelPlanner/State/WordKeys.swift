// The ids that sessions, bookings and effects are known by.

extension SessionID: WordKey {
  @inlinable package var word: UInt64 { rawValue }
}

extension BookingID: WordKey {
  @inlinable package var word: UInt64 { rawValue }
}

extension IdempotencyKey: WordKey {
  @inlinable package var word: UInt64 {
    booking.rawValue ^ UInt64(effect.kind.rawValue) << 56 ^ UInt64(effect.item) << 48
  }
}
