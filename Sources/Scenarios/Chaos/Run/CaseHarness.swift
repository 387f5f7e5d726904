import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Synchronization
import TravelPlanner

/// A scenario's planner with everything around it, in one world, for one case.
struct CaseHarness {
  private let scenario: ChaosScenario
  private let chaosCase: ChaosCase
  private let world: World
  private let monitor: CaseRecorder
  private let planner: PlannerTestbed<SimClock>
  private let mix: RequestMix
  private let bookings: BookingHarness?

  init(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, _ policies: ChaosPolicies, _ world: World) {
    self.scenario = scenario
    self.chaosCase = chaosCase
    self.world = world
    monitor = CaseRecorder(world, expecting: chaosCase.requests)
    let epoch = world.calendar
    planner = PlannerTestbed(
      scenario.profile, clock: world.clock, random: world.random, epoch: epoch, policy: policies.planner,
      store: scenario.load.savesSessions ? CaseHarness.store(in: world) : nil,
      cache: policies.cache, faults: chaosCase.faults.isEmpty ? nil : world, observer: monitor,
      resilienceObserver: monitor)
    mix = RequestMix(random: world.random)
    bookings =
      scenario.load.scope == .booking
      ? BookingHarness(scenario, chaosCase, policies.booking, world, monitor, epoch: epoch) : nil
  }

  private static func store(in world: World) -> any StateStore {
    let store = MemoryStateStore()
    guard let faults = StoreFaults(world, target: "store") else { return store }
    return FaultingStateStore(store, faults: faults)
  }

  /// Makes the requests, lets the world heal, and returns what was written down.
  func run() async -> CaseRecord {
    let places = planner.services.map {
      ScheduledFaults.Place(name: DependencyID.name(of: $0.target), station: $0.station)
    }
    ScheduledFaults(world: world, places: places + (bookings?.stations ?? [])).arm()
    let users = ServiceFaults(world, target: "users", operations: ["plan"])
    let numbers = requestNumbers
    let gate = Gate(expecting: numbers.count)
    var lastArrival: Int64 = 0
    for number in numbers {
      let arrival = arrival(of: number)
      lastArrival = max(lastArrival, arrival)
      start(number, at: arrival, users, gate)
    }
    let horizon = max(lastArrival, chaosCase.faults.lastEnd ?? 0).addingSaturating(
      scenario.settleTimeout.wholeNanoseconds)
    let timer = world.clock.schedule(atNanoseconds: horizon) { gate.open() }
    await gate.wait()
    world.clock.cancel(timer)
    let probes = await heal()
    // Money that is owed stays owed as long as faults go on.
    let owed = probes == nil ? [] : await bookings?.settle() ?? []
    return record(probes: probes, owed: owed)
  }

  // MARK: Requests

  private var requestNumbers: [Int] {
    if chaosCase.omitted.isEmpty { return Array(0..<chaosCase.requests) }
    return (0..<chaosCase.requests).filter { !chaosCase.omitted.contains($0) }
  }

  private func arrival(of number: Int) -> Int64 {
    switch scenario.load.arrivals {
    case .together: return 0
    case .every(let gap):
      return Int64(number).multipliedReportingOverflow(by: gap.wholeNanoseconds).partialValue
    case .spread(let span):
      let span = span.wholeNanoseconds
      guard span > 0 else { return 0 }
      var draws = world.random.draw(CaseHarness.arrivalSite, UInt64(number))
      return Int64(draws.next(below: UInt64(span)))
    }
  }

  private static let arrivalSite: DrawSite = "chaos.arrival"
  private static let sessionSite: DrawSite = "chaos.session"

  private func start(_ number: Int, at arrival: Int64, _ users: ServiceFaults?, _ gate: Gate) {
    let (monitor, clock) = (monitor, world.clock)
    var request = mix.request(
      number, scope: scenario.load.scope == .searchOnly ? .searchOnly : .full, searchMode: .parallel)
    if scenario.load.trips == .samples {
      request.trip = SampleTrip.all[number % SampleTrip.all.count].request
    }
    // Two travellers who ask the same at the same time have sessions of their own.
    var draws = world.random.draw(CaseHarness.sessionSite, UInt64(number))
    request.session = SessionID(rawValue: draws.next())
    let user = SimulatedUser(
      number: number, request: request, planner: planner, bookings: bookings,
      retries: scenario.load.userRetries)
    Task {
      if arrival > 0 { try? await clock.sleep(untilNanoseconds: arrival) }
      let place = monitor.begin(number, at: clock.nanoseconds)
      let answer: CaseRecord.Answer
      if let clientTimeout = users?.injection("plan", .before, key: user.request.key, attempt: 0)?
        .clientTimeout
      {
        answer = await user.ask(givingUpAfter: clientTimeout, clock)
      } else {
        answer = await user.ask()
      }
      monitor.end(place, answer, at: clock.nanoseconds)
      gate.leave()
    }
  }

  // MARK: The end

  /// Waits until no fault can be injected any more, and gives every breaker the calls it needs to close. The number
  /// of probes that took; nil when faults go on for ever.
  private func heal() async -> Int? {
    // Losers of hedges and attempts past their timeout end at the instant they are told to.
    try? await world.clock.sleep(for: .nanoseconds(1))
    if !chaosCase.faults.faults.isEmpty {
      guard let end = chaosCase.faults.lastEnd else { return nil }
      if world.clock.nanoseconds < end { try? await world.clock.sleep(untilNanoseconds: end) }
    }
    var probes = 0
    for round in 0..<CaseHarness.probeRounds {
      let open = planner.targets.filter { target in
        guard let state = target.breaker?.state else { return false }
        return state == .open || state == .halfOpen
      }
      if open.isEmpty { break }
      let wait = open.map { $0.breaker?.state == .open ? $0.breaker?.openWait ?? 0 : 0 }.max() ?? 0
      try? await world.clock.sleep(for: .nanoseconds(max(1, wait)))
      for target in open {
        probes += 1
        await planner.probe(target, request: CaseHarness.firstProbe + UInt64(round))
      }
    }
    return probes
  }

  /// Keys of probes, apart from those of requests.
  static let firstProbe: UInt64 = 1 << 40
  /// A breaker that wants many good probes in a row gets them.
  private static let probeRounds = 32

  private func record(probes: Int?, owed: [Obligation]) -> CaseRecord {
    var record = monitor.takeRecord()
    record.endedAt = world.clock.nanoseconds
    record.searchDeadline = planner.searchDeadline
    record.hasHealed = probes != nil
    record.probes = probes ?? 0
    record.targets = planner.targets.map { CaseRecord.TargetEntry($0) }
    record.services = planner.services.map { service in
      CaseRecord.ServiceEntry(
        name: DependencyID.name(of: service.target), service.station.measures)
    }
    bookings?.write(into: &record, owed: owed, isTerminal: probes != nil)
    return record
  }
}

/// Holds the case until every request has left, or somebody opens it.
private final class Gate: Sendable {
  private struct State {
    var inside: Int
    var waiter: CheckedContinuation<Void, Never>?
  }
  private let state: Mutex<State>

  init(expecting requests: Int) { state = Mutex(State(inside: requests)) }

  func leave() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.inside -= 1
      return state.inside <= 0 ? take(&state) : nil
    }
    waiter?.resume()
  }

  func open() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.inside = 0
      return take(&state)
    }
    waiter?.resume()
  }

  private func take(_ state: inout State) -> CheckedContinuation<Void, Never>? {
    defer { state.waiter = nil }
    return state.waiter
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if state.inside > 0 { state.waiter = continuation }
        return state.inside <= 0
      }
      if isOpen { continuation.resume() }
    }
  }
}
