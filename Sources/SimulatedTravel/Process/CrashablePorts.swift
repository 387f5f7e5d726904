package import Primitives
import Resilience
package import SimulatedServices
package import TravelPlanner

// The ports of a process, which end with it.

/// A booking journal as one process reaches it.
package struct CrashableJournal: BookingJournal {
  private let base: any BookingJournal
  private let process: SimulatedProcess

  package init(_ base: any BookingJournal, of process: SimulatedProcess) {
    self.base = base
    self.process = process
  }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    try process.checkAlive()
    let revision = try await base.save(record)
    try process.checkAlive()
    return revision
  }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    try process.checkAlive()
    let record = try await base.load(id)
    try process.checkAlive()
    return record
  }

  package func unfinished() async throws(StoreError) -> [BookingID] {
    try process.checkAlive()
    let ids = try await base.unfinished()
    try process.checkAlive()
    return ids
  }

  package func bookings() async throws(StoreError) -> [BookingID] {
    try process.checkAlive()
    let ids = try await base.bookings()
    try process.checkAlive()
    return ids
  }
}

/// A session store as one process reaches it.
package struct MortalStateStore: StateStore {
  private let base: any StateStore
  private let process: SimulatedProcess

  package init(_ base: any StateStore, of process: SimulatedProcess) {
    self.base = base
    self.process = process
  }

  package func save(
    _ state: SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    try process.checkAlive()
    let revision = try await base.save(state, at: now, timeToLive: timeToLive)
    try process.checkAlive()
    return revision
  }

  package func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    try process.checkAlive()
    let session = try await base.load(id, at: now)
    try process.checkAlive()
    return session
  }

  @discardableResult
  package func delete(_ id: SessionID) async throws(StoreError) -> Bool {
    try process.checkAlive()
    let existed = try await base.delete(id)
    try process.checkAlive()
    return existed
  }

  package func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    try process.checkAlive()
    let ids = try await base.sessions(at: now)
    try process.checkAlive()
    return ids
  }
}

/// A payment gateway as one process reaches it.
struct CrashableGateway<Base: PaymentGateway>: PaymentGateway {
  let base: Base
  let process: SimulatedProcess

  func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    try await reach { () async throws(PaymentError) in try await base.create(order, call: call) }
  }

  func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    try await reach { () async throws(PaymentError) in try await base.confirm(id, call: call) }
  }

  func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment {
    try await reach { () async throws(PaymentError) in try await base.payment(id, call: call) }
  }

  func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    try await reach { () async throws(PaymentError) in try await base.cancel(id, call: call) }
  }

  func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError) -> Refund {
    try await reach { () async throws(PaymentError) in try await base.refund(amount, of: id, call: call) }
  }

  private func reach<Reply: Sendable>(
    _ call: () async throws(PaymentError) -> Reply
  ) async throws(PaymentError) -> Reply {
    guard process.isAlive else { throw .unavailable }
    let reply = try await call()
    guard process.isAlive else { throw .unavailable }
    return reply
  }
}

/// A reservation provider as one process reaches it.
struct CrashableReservations<Base: ReservationProvider>: ReservationProvider {
  let base: Base
  let process: SimulatedProcess

  func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(ReservationError)
    -> Money
  {
    try await reach { () async throws(ReservationError) in
      try await base.price(item, in: currency, call: call)
    }
  }

  func book(
    _ item: BookingItem, at price: Money, call: EffectCall
  ) async throws(ReservationError) -> TransactionID {
    try await reach { () async throws(ReservationError) in try await base.book(item, at: price, call: call) }
  }

  func cancel(_ reservation: TransactionID, call: EffectCall) async throws(ReservationError) {
    try await reach { () async throws(ReservationError) in try await base.cancel(reservation, call: call) }
  }

  private func reach<Reply: Sendable>(
    _ call: () async throws(ReservationError) -> Reply
  ) async throws(ReservationError) -> Reply {
    guard process.isAlive else { throw .unavailable }
    let reply = try await call()
    guard process.isAlive else { throw .unavailable }
    return reply
  }
}

extension SimulatedProcess {
  fileprivate func checkAlive() throws(StoreError) {
    if !isAlive { throw .unavailable(reason: "the process has died") }
  }
}
