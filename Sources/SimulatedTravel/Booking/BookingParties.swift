package import Primitives
package import Resilience
package import SimCore
package import SimulatedServices
package import TravelPlanner

/// A gateway and two desks, simulated, with their books; and booking services that talk to them.
///
/// The providers and the journal outlive the processes that use them.
package final class BookingParties<Clock: NanosecondClock>: Sendable {
  package let payments: ProviderLedger
  package let flights: ProviderLedger
  package let hotels: ProviderLedger
  package let gateway: SimulatedGateway<Clock>
  let flightDesk: SimulatedDesk<Clock>
  let hotelDesk: SimulatedDesk<Clock>
  /// Gateway, flights' desk and hotels' desk.
  package let services: [Service]
  private let clock: Clock
  private let random: RandomSource
  private let epoch: Timestamp
  private let profile: ServiceProfile

  package struct Service: Sendable {
    package let name: String
    /// The number of its guards in events.
    package let target: UInt32
    package let station: ServiceStation<Clock>
    /// An operation without effect.
    let look: String
    package let faults: ServiceFaults?
  }

  /// Names that faults know the providers and the journal by.
  package static var targetNames: [String] { ["payments", "bookings.flights", "bookings.hotels", "journal"] }

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
  /// in the journal, for books that are not given.
  package init(
    _ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp,
    manners: BookingManners = BookingManners(), ledgers: Ledgers? = nil, faults world: World? = nil,
    keepsBooks: Bool = true,
    hasIntent: (@Sendable (IdempotencyKey) -> Bool)? = nil
  ) {
    self.clock = clock
    self.random = random
    self.epoch = epoch
    self.profile = profile
    let latencies = random.child("booking-parties")
    func service(_ name: String, _ model: ServiceModel, _ target: UInt32, _ operations: [String]) -> Service {
      Service(
        name: name, target: target,
        station: ServiceStation(name, model, clock: clock, random: latencies),
        look: operations.contains("price") ? "price" : "payment",
        faults: world.flatMap { ServiceFaults($0, target: name, operations: operations) })
    }
    let pay = service("payments", profile.pay, 96, SimulatedGateway<Clock>.operations)
    let fly = service("bookings.flights", profile.book, 112, SimulatedDesk<Clock>.operations)
    let stay = service("bookings.hotels", profile.book, 128, SimulatedDesk<Clock>.operations)
    services = [pay, fly, stay]
    payments = ledgers?.payments ?? ProviderLedger(keepsEntries: keepsBooks, hasIntent: hasIntent)
    flights = ledgers?.flights ?? ProviderLedger(keepsEntries: keepsBooks, hasIntent: hasIntent)
    hotels = ledgers?.hotels ?? ProviderLedger(keepsEntries: keepsBooks, hasIntent: hasIntent)
    func simulated(_ service: Service) -> SimulatedService<Clock> {
      SimulatedService(station: service.station, faults: service.faults)
    }
    gateway = SimulatedGateway(simulated(pay), clock: clock, ledger: payments, rules: manners.keys)
    var deskKeys = manners.keys
    // A desk knows its reservations by the customer's reference for good.
    deskKeys.lifetime = .max
    flightDesk = SimulatedDesk(
      simulated(fly), clock: clock, ledger: flights, random: latencies.child("flights"),
      behaviour: manners.flights, rules: deskKeys)
    hotelDesk = SimulatedDesk(
      simulated(stay), clock: clock, ledger: hotels, random: latencies.child("hotels"),
      behaviour: manners.hotels, rules: deskKeys)
  }

  /// A booking service that lives as long as the providers.
  package func service<Observer: BookingObserver>(
    journal: any BookingJournal, process: UInt64 = 1, policy: BookingPolicy? = nil, observer: Observer,
    resilienceObserver: (any ResilienceObserver)? = nil
  ) -> some BookingAgent & GuardedAgent {
    BoundBookingAgent(
      BookingService(
        gateway, flights: flightDesk, hotels: hotelDesk, journal: journal, clock: clock,
        random: random, epoch: epoch, process: process, policy: policy ?? fitted, observer: observer,
        resilienceObserver: resilienceObserver))
  }

  /// A booking service in one life of a process: what it reaches ends with it.
  package func service<Observer: BookingObserver>(
    in process: SimulatedProcess, journal: any BookingJournal, policy: BookingPolicy? = nil,
    observer: Observer, resilienceObserver: (any ResilienceObserver)? = nil
  ) -> some BookingAgent & GuardedAgent {
    BookingService(
      MortalGateway(base: gateway, process: process), flights: MortalDesk(base: flightDesk, process: process),
      hotels: MortalDesk(base: hotelDesk, process: process), journal: MortalJournal(journal, of: process),
      clock: clock, random: random, epoch: epoch, process: process.life, policy: policy ?? fitted,
      observer: observer, resilienceObserver: resilienceObserver)
  }

  /// The standard policy; services without a queue keep deadlines themselves, which saves a task a call.
  private var fitted: BookingPolicy {
    var policy = BookingPolicy()
    func keepsDeadlines(_ model: ServiceModel) -> Bool { model.servers == nil && model.quota == nil }
    if keepsDeadlines(profile.pay) { policy.payments.timeout?.enforcement = .byCall }
    if keepsDeadlines(profile.book) { policy.desks.timeout?.enforcement = .byCall }
    return policy
  }
}

/// How simulated providers treat keys, and their luck.
package struct BookingManners: Sendable {
  package var keys: IdempotencyRules = .standard
  package var flights = DeskBehaviour()
  package var hotels = DeskBehaviour()
  package init() {}
}

/// What a simulated planner books with.
package struct BookingSetup: Sendable {
  /// Outlives the planner; where a later one finds what this one left.
  package var journal: any BookingJournal
  package var manners = BookingManners()
  /// Nil for the standard one, fitted to the profile.
  package var policy: BookingPolicy?
  /// Tells the planner's process from others with the same journal.
  package var process: UInt64 = 1
  /// Whether the providers keep every entry of their books, for checks; their keys they know in any case.
  package var keepsBooks = true
  /// Asked at each effect whether it stood in the journal before.
  package var hasIntent: (@Sendable (IdempotencyKey) -> Bool)?

  package init(journal: any BookingJournal = MemoryBookingJournal()) { self.journal = journal }
}

/// Hands on to an observer whose type is not known.
struct SomeBookingObserver: BookingObserver {
  package let base: any BookingObserver

  package func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {
    base.record(event, booking: booking, at: time)
  }
}

/// Has guards to look at.
package protocol GuardedAgent: Sendable {
  var targets: [Target] { get }
}

extension BookingService: GuardedAgent {}
