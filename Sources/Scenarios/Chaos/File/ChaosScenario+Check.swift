package import Configuration
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import TravelPlanner

extension ChaosScenario {
  /// Refuses contradictions between keys: faults on targets that do not exist, expectations on values that are not
  /// measured.
  package func check() throws(ConfigurationError) {
    do throws(ConfigurationError) {
      _ = try ChaosPolicies(policies)
    } catch {
      throw error.nested(in: "policies")
    }
    for (index, fault) in faults.faults.enumerated() {
      try check(fault, at: "faults[\(index)]")
      if let first = faults.faults.firstIndex(where: { $0.name == fault.name }), first < index {
        throw ConfigurationError("faults[\(index)].name", "faults[\(first)] has the same name")
      }
    }
    for (index, expectation) in expectations.enumerated() {
      try check(expectation, at: "expectations[\(index)]")
    }
  }

  // MARK: Faults

  /// The targets that faults can name in this scenario, with the operations of each.
  var faultTargets: [(name: String, operations: [String])] {
    var targets = DependencyID.planning.map { dependency in
      let operation =
        switch dependency {
        case .classifier: "classify"
        case .narrator: "narrate"
        case .search, .payments, .flightReservations, .hotelReservations: "search"
        }
      return (name: dependency.name, operations: [operation])
    }
    if load.scope == .booking {
      targets.append((DependencyID.payments.name, SimulatedGateway<SimClock>.operations))
      targets.append((DependencyID.flightReservations.name, SimulatedReservations<SimClock>.operations))
      targets.append((DependencyID.hotelReservations.name, SimulatedReservations<SimClock>.operations))
      targets.append(("journal", StoreFaults.operations))
    }
    if load.savesSessions { targets.append(("store", StoreFaults.operations)) }
    targets.append(("users", ["plan"]))
    targets.append(("clock", ["*"]))
    return targets
  }

  private func check(_ fault: Fault, at path: String) throws(ConfigurationError) {
    let hit = faultTargets.filter { fault.target.matches($0.name) }
    if hit.isEmpty {
      let names = faultTargets.map(\.name).joined(separator: ", ")
      throw ConfigurationError("\(path).target", "no such target: \"\(fault.target)\"; there are \(names)")
    }
    let kinds = hit.filter { fault.kind.fits($0.name, self) }
    if kinds.isEmpty {
      throw ConfigurationError(
        "\(path).kind", "\"\(fault.target)\" cannot meet it; \(fault.kind.whereItFits)")
    }
    guard kinds.contains(where: { $0.operations.contains { $0 == "*" || fault.operation.matches($0) } })
    else {
      let operations = hit.flatMap(\.operations).reduce(into: [String]()) { all, operation in
        if !all.contains(operation) { all.append(operation) }
      }
      throw ConfigurationError(
        "\(path).operation",
        "no such operation: \"\(fault.operation)\"; there are \(operations.joined(separator: ", "))")
    }
    if case .slowStart = fault.kind, fault.window.end == FaultWindow.endless {
      throw ConfigurationError("\(path).window.end", "servers that come up one after another need an end")
    }
  }

  /// Returns the servers of a target; nil for no bound.
  func servers(of target: String) -> Int? {
    switch target.split(separator: ".").first {
    case "flights": profile.flights.servers
    case "hotels": profile.hotels.servers
    case "weather": profile.weather.servers
    case "activities": profile.activities.servers
    case "intent": profile.intent.servers
    case "narrator": profile.itinerary.servers
    case "payments": profile.pay.servers
    case "bookings": profile.book.servers
    default: nil
    }
  }

  // MARK: Expectations

  private func check(_ expectation: Expectation, at path: String) throws(ConfigurationError) {
    func target(_ name: String?, _ key: String) throws(ConfigurationError) {
      guard let name else { return }
      let all = DependencyID.planning + (load.scope == .booking ? DependencyID.booking : [])
      if !all.contains(where: { $0.name == name }) {
        let names = all.map(\.name).joined(separator: ", ")
        throw ConfigurationError("\(path).\(key)", "no such target: \"\(name)\"; there are \(names)")
      }
    }
    func fault(_ name: String, _ key: String) throws(ConfigurationError) {
      if !faults.faults.contains(where: { $0.name == name }) {
        let names = faults.faults.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw ConfigurationError(
          "\(path).\(key)", "no such fault: \"\(name)\"; there \(names.isEmpty ? "is none" : "are \(names)")")
      }
    }
    func moment(_ moment: TimePoint) throws(ConfigurationError) {
      switch moment {
      case .startOf(let name), .endOf(let name): try fault(name, "after")
      case .start, .at, .healed: break
      }
    }
    func condition(_ condition: Condition) throws(ConfigurationError) {
      if case .breaker(let name, _) = condition { try target(name, "condition.breaker") }
    }
    func figure(_ metric: Metric) throws(ConfigurationError) {
      try target(metric.target, "metric")
      if metric.figure == .booked || metric.figure == .refunded, load.scope != .booking {
        throw ConfigurationError("\(path).metric", "\(metric.figure.rawValue) needs load.scope \"booking\"")
      }
    }
    func window(_ window: TimeWindow?) throws(ConfigurationError) {
      if case .window(let name) = window { try fault(name, "during") }
    }
    switch expectation.kind {
    case .threshold(let metric, _, _, let during):
      try figure(metric)
      try window(during)
    case .comparedWithControl(let metric, _, _): try figure(metric)
    case .always(let held, let during):
      try condition(held)
      try window(during)
    case .eventually(let held, _, let after), .never(let held, let after):
      try condition(held)
      try moment(after)
    case .recovers(_, _, let after): try moment(after)
    case .breaker(let name, _, _, let cause):
      try target(name, "target")
      try fault(cause, "fault")
    case .sometimes: break
    }
  }
}

extension FaultKind {
  /// Returns true if the fault can be injected at a target of the scenario.
  func fits(_ target: String, _ scenario: ChaosScenario) -> Bool {
    let isStore = target == "store" || target == "journal"
    switch self {
    case .cancel: return target == "users"
    case .calendarStep, .calendarDrift: return target == "clock"
    case .capacity, .slowStart: return scenario.servers(of: target) != nil
    case .store: return isStore
    case .crash: return target == "payments" || target == "journal" || target.hasPrefix("bookings.")
    case .partial, .corrupt, .throttle, .throttleUntil, .duplicate, .multipliedLatency, .drawnLatency, .late:
      return target != "users" && target != "clock" && !isStore
    case .addedLatency, .transientError, .permanentError, .connectionRefused, .connectionReset, .hang,
      .replyLost:
      return target != "users" && target != "clock"
    }
  }

  var whereItFits: String {
    switch self {
    case .cancel: "it is for users"
    case .calendarStep, .calendarDrift: "it is for clock"
    case .capacity, .slowStart: "it is for a service whose profile has servers"
    case .store: "it is for store and journal"
    case .crash: "it is for what a process calls while it books: payments, bookings.*, journal"
    case .partial, .corrupt, .throttle, .throttleUntil, .duplicate, .multipliedLatency, .drawnLatency, .late:
      "it is for services"
    case .addedLatency, .transientError, .permanentError, .connectionRefused, .connectionReset, .hang,
      .replyLost:
      "it is for services and stores"
    }
  }
}
