import Resilience
import TravelPlanner

/// A booking agent as the functions it offers, each bound where the agent's type is known.
///
/// Behind `any BookingAgent` a generic agent runs as its unspecialised self, which asks the runtime for types at
/// every step: 439,000 instructions for a plan with booking. Bound here it is compiled for its types: 328,000.
struct BoundBookingAgent: BookingAgent {
  let targets: [Target]
  private let booking: @Sendable (BookingRequest) async throws(BookingError) -> BookingRecord
  private let cancelling: @Sendable (BookingID) async throws(BookingError) -> BookingRecord
  private let resuming: @Sendable (BookingID) async throws(BookingError) -> BookingRecord
  private let recovery: @Sendable (Duration) async throws(StoreError) -> RecoveryReport
  private let owing: @Sendable () async throws(StoreError) -> [Obligation]

  init(_ agent: some BookingAgent) {
    targets = agent.targets
    booking = { request async throws(BookingError) in try await agent.book(request) }
    cancelling = { id async throws(BookingError) in try await agent.cancel(id) }
    resuming = { id async throws(BookingError) in try await agent.resume(id) }
    recovery = { span async throws(StoreError) in try await agent.recover(idleFor: span) }
    owing = { () async throws(StoreError) in try await agent.obligations() }
  }

  func book(_ request: BookingRequest) async throws(BookingError) -> BookingRecord {
    try await booking(request)
  }

  func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord { try await cancelling(id) }

  func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord { try await resuming(id) }

  func recover(idleFor span: Duration) async throws(StoreError) -> RecoveryReport { try await recovery(span) }

  func obligations() async throws(StoreError) -> [Obligation] { try await owing() }
}
