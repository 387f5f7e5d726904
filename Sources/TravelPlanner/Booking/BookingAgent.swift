/// Books trips; see `BookingService`.
public protocol BookingAgent: Sendable {
  func book(_ request: BookingRequest) async throws(BookingError) -> BookingRecord
  func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func recover(idleFor span: Duration) async throws(StoreError) -> RecoveryReport
  func owed() async throws(StoreError) -> [Owed]
}

/// What became of the bookings that were left.
public struct RecoveryReport: Hashable, Sendable {
  /// Brought to their end, and how.
  public var finished: [BookingRecord] = []
  /// Not yet: what they still owe.
  public var pending: [Owed] = []
  /// Somebody else has taken them on.
  public var superseded: [BookingID] = []
  /// What the journal has of them cannot be read.
  public var unreadable: [BookingID] = []

  public init() {}

  public var isComplete: Bool { pending.isEmpty && superseded.isEmpty && unreadable.isEmpty }
}
