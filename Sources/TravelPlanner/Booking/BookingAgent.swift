public import Resilience

/// A service that books trips; see `BookingService`.
@usableFromInline
package protocol BookingAgent: Sendable {
  /// The resilience state of the providers.
  var targets: [Target] { get }

  func book(_ request: BookingRequest) async throws(BookingError) -> BookingRecord
  func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord
  func recover(idleFor span: Duration) async throws(StoreError) -> RecoveryReport
  func obligations() async throws(StoreError) -> [Obligation]
}

/// The result of recovering unfinished bookings.
@usableFromInline
package struct RecoveryReport: Hashable, Sendable {
  /// The bookings that reached a terminal state.
  @usableFromInline package var finished: [BookingRecord] = []
  /// The obligations of bookings that are still unfinished.
  @usableFromInline package var pending: [Obligation] = []
  /// The bookings that another process has taken over.
  @usableFromInline package var superseded: [BookingID] = []
  /// The bookings whose records cannot be read.
  @usableFromInline package var unreadable: [BookingID] = []

  @usableFromInline package init() {}

  package var isComplete: Bool { pending.isEmpty && superseded.isEmpty && unreadable.isEmpty }
}
