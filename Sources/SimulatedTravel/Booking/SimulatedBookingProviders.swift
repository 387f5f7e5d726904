package import Primitives
package import Resilience
package import SimCore
package import SimulatedServices
package import TravelPlanner

/// A gateway and two reservation providers, simulated, with their ledgers; and booking services that talk to them.
///
/// The providers and the journal outlive the processes that use them.
package final class SimulatedBookingProviders<Clock: NanosecondClock>: Sendable {
  package let payments: ProviderLedger
  package let flights: ProviderLedger
  package let hotels: ProviderLedger
  package let gateway: SimulatedGateway<Clock>
  let flightReservations: SimulatedReservations<Clock>
  let hotelReservations: SimulatedReservations<Clock>
  /// The gateway, then the reservation providers of flights and of hotels.
  package let services: [Service]
  private let clock: Clock
  private let random: RandomSource
  private let epoch: Timestamp
  private let profile: ServiceProfile

  package struct Service: Sendable {
    package let name: String
    /// The id of its target in events.
    package let target: UInt32
    package let station: ServiceStation<Clock>
    /// An operation without effect.
    let look: String
    package let faults: ServiceFaults?
  }

  /// Names that faults know the providers and the journal by.
  package static var targetNames: [String] { DependencyID.booking.map(\.name) + ["journal"] }

  /// Books to begin with, as those of an earlier life that are kept elsewhere.
  package struct Ledgers: Sendable {
    package var payments: ProviderLedger
    package var flights: ProviderLedger
    package var hotels: ProviderLedger

    package init(payments: ProviderLedger, flights: ProviderLedger, hotels: ProviderLedger) {
      self.payments = payments
      self.flights = flights
      self.hotels = hotels
    }
  }

  /// Calls meet the faults of `world`, if one is given. `hasIntent` is asked at each effect whether it stood
  /// in the journal, for ledgers that are not given.
  package init(
    _ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp,
    behavior: ProviderBehavior = ProviderBehavior(), ledgers: Ledgers? = nil, faults world: World? = nil,
    storesLedgers: Bool = true,
    hasIntent: (@Sendable (IdempotencyKey) -> Bool)? = nil
  ) {
    self.clock = clock
    self.random = random
    self.epoch = epoch
    self.profile = profile
    let latencies = random.child("booking-parties")
    func service(_ dependency: DependencyID, _ model: ServiceModel, _ operations: [String]) -> Service {
      Service(
        name: dependency.name, target: dependency.number,
        station: ServiceStation(dependency.name, model, clock: clock, random: latencies),
        look: operations.contains("price") ? "price" : "payment",
        faults: world.flatMap { ServiceFaults($0, target: dependency.name, operations: operations) })
    }
    let pay = service(.payments, profile.pay, SimulatedGateway<Clock>.operations)
    let fly = service(.flightReservations, profile.book, SimulatedReservations<Clock>.operations)
    let stay = service(.hotelReservations, profile.book, SimulatedReservations<Clock>.operations)
    services = [pay, fly, stay]
    payments = ledgers?.payments ?? ProviderLedger(keepsEntries: storesLedgers, hasIntent: hasIntent)
    flights = ledgers?.flights ?? ProviderLedger(keepsEntries: storesLedgers, hasIntent: hasIntent)
    hotels = ledgers?.hotels ?? ProviderLedger(keepsEntries: storesLedgers, hasIntent: hasIntent)
    func simulated(_ service: Service) -> SimulatedService<Clock> {
      SimulatedService(station: service.station, faults: service.faults)
    }
    gateway = SimulatedGateway(simulated(pay), clock: clock, ledger: payments, rules: behavior.keys)
    var reservationKeys = behavior.keys
    // A reservation provider knows its reservations by the customer's reference for good.
    reservationKeys.lifetime = .max
    flightReservations = SimulatedReservations(
      simulated(fly), clock: clock, ledger: flights, random: latencies.child("flights"),
      behaviour: behavior.flights, rules: reservationKeys)
    hotelReservations = SimulatedReservations(
      simulated(stay), clock: clock, ledger: hotels, random: latencies.child("hotels"),
      behaviour: behavior.hotels, rules: reservationKeys)
  }

  /// A booking service that lives as long as the providers.
  @specialized(where Clock == SimClock)
  package func service(
    journal: any BookingJournal, process: UInt64 = 1, policy: BookingPolicy? = nil,
    observer: (any BookingObserver)? = nil, resilienceObserver: (any ResilienceObserver)? = nil
  ) -> any BookingAgent {
    func service(observer: some BookingObserver) -> any BookingAgent {
      BoundBookingAgent(
        BookingService(
          gateway, flights: flightReservations, hotels: hotelReservations, journal: journal, clock: clock,
          random: random, epoch: epoch, process: process, policy: policy ?? fitted, observer: observer,
          resilienceObserver: resilienceObserver))
    }
    // Decided once: to ask at every event whether somebody looks was 7,000 instructions a booking.
    guard let observer else { return service(observer: NoObserver()) }
    return service(observer: ErasedBookingObserver(observer))
  }

  /// A booking service in one life of a process: what it reaches ends with it.
  @specialized(where Clock == SimClock)
  package func service(
    in process: SimulatedProcess, journal: any BookingJournal, policy: BookingPolicy? = nil,
    observer: any BookingObserver, resilienceObserver: (any ResilienceObserver)? = nil
  ) -> any BookingAgent {
    BoundBookingAgent(
      BookingService(
        CrashableGateway(base: gateway, process: process),
        flights: CrashableReservations(base: flightReservations, process: process),
        hotels: CrashableReservations(base: hotelReservations, process: process),
        journal: CrashableJournal(journal, of: process),
        clock: clock, random: random, epoch: epoch, process: process.life, policy: policy ?? fitted,
        observer: ErasedBookingObserver(observer), resilienceObserver: resilienceObserver))
  }

  /// The standard policy; services without a queue keep deadlines themselves, which saves a task a call.
  private var fitted: BookingPolicy {
    var policy = BookingPolicy()
    func keepsDeadlines(_ model: ServiceModel) -> Bool { model.servers == nil && model.quota == nil }
    if keepsDeadlines(profile.pay) { policy.payments.timeout?.enforcement = .byCall }
    if keepsDeadlines(profile.book) { policy.reservations.timeout?.enforcement = .byCall }
    return policy
  }
}

/// The behavior of the simulated booking providers: idempotency rules, sold-out and price-increase rates.
package struct ProviderBehavior: Sendable {
  package var keys: IdempotencyRules = .standard
  package var flights = ReservationBehavior()
  package var hotels = ReservationBehavior()
  package init() {}
}

/// The configuration of bookings in a planner's testbed.
package struct SimulatedBookingConfiguration: Sendable {
  /// Outlives the planner; where a later one finds what this one left.
  package var journal: any BookingJournal
  package var behavior = ProviderBehavior()
  /// Nil for the standard one, fitted to the profile.
  package var policy: BookingPolicy?
  /// Tells the planner's process from others with the same journal.
  package var process: UInt64 = 1
  /// True if the providers store every ledger entry, for audits; keys are stored in any case.
  package var storesLedgers = true
  /// Asked at each effect whether it stood in the journal before.
  package var hasIntent: (@Sendable (IdempotencyKey) -> Bool)?

  package init(journal: any BookingJournal = MemoryBookingJournal()) { self.journal = journal }
}

/// An observer of bookings of any type. A class for the reason of `ErasedObserver`.
final class ErasedBookingObserver: BookingObserver {
  private let base: any BookingObserver

  init(_ base: any BookingObserver) { self.base = base }

  func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {
    base.record(event, booking: booking, at: time)
  }
}
