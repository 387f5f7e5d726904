/// Books trips; see `BookingService`.
@usableFromInline
package protocol BookingAgent: Sendable {
  func book(_ request: BookingRequest) async throws(BookingError) -> BookingRecord
  func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func recover(idleFor span: Duration) async throws(StoreError) -> RecoveryReport
  func owed() async throws(StoreError) -> [Owed]
}

/// What became of the bookings that were left.
@usableFromInline
package struct RecoveryReport: Hashable, Sendable {
  /// Brought to their end, and how.
  @usableFromInline package var finished: [BookingRecord] = []
  /// Not yet: what they still owe.
  @usableFromInline package var pending: [Owed] = []
  /// Somebody else has taken them on.
  @usableFromInline package var superseded: [BookingID] = []
  /// What the journal has of them cannot be read.
  @usableFromInline package var unreadable: [BookingID] = []

  @usableFromInline package init() {}

  package var isComplete: Bool { pending.isEmpty && superseded.isEmpty && unreadable.isEmpty }
}
