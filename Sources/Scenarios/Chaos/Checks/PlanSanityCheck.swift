import TravelPlanner

/// Checks that plans shown to travellers are consistent, whatever the providers sent.
enum PlanSanityCheck {
  static let name = "what is shown makes sense"

  /// Returns the defect of a plan; nil for a sound one. The request decides, not the answers.
  static func problem(in state: SessionState) -> String? {
    guard let trip = state.trip else { return nil }
    if !state.flights.options.isEmpty {
      if state.flights.currency != trip.currency { return "flights in another currency than asked for" }
      for flight in state.flights.options where flight.price <= 0 { return "a flight for nothing" }
    }
    if !state.hotels.options.isEmpty {
      if state.hotels.currency != trip.currency { return "hotels in another currency than asked for" }
      for hotel in state.hotels.options where hotel.pricePerNight <= 0 { return "a hotel for nothing" }
    }
    if !state.activities.options.isEmpty, state.activities.currency != trip.currency {
      return "activities in another currency than asked for"
    }
    for kind in SearchKind.allCases {
      switch state.searches[kind].status {
      case .pending, .running: return "the \(kind) search is still under way"
      case .completed, .failed, .skipped: break
      }
    }
    if let itinerary = state.itinerary, itinerary.currency != trip.currency {
      return "an itinerary in another currency than asked for"
    }
    return nil
  }

  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    findings.evaluated(name, record.requests.count { $0.ending == .ok || $0.ending == .degraded })
    for request in record.requests {
      guard let problem = request.problem else { continue }
      findings.add(Violation(name, problem, time: request.endedAt, request: request.number))
    }
  }
}
