import Primitives
import TravelPlanner

/// Prints the progress of a plan to standard error: a line for each search, each city and each day.
struct PlanProgress: PlannerObserver {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {
    guard let line = PlanProgress.line(event) else { return }
    // The searches for a city of a tour are reported with the city's own key.
    let city = Int(plan >> 56)
    let prefix = city > 0 ? "city \(city + 1), " : ""
    let seconds = Text.fixed(Double(time) / 1e9, 3)
    console.note("\(Text.padLeft(seconds, 8)) s  \(prefix)\(line)")
  }

  private static func text(_ reason: Candidate.Reason) -> String {
    switch reason {
    case .noChoice: "the only candidate"
    case .bestScore: "the best score"
    case .onlyAffordable: "the only one within the budget"
    case .nearestToBudget: "the nearest to the budget"
    case .bestHotelWithinBudget: "the best hotel within the budget"
    }
  }

  /// Returns the line for an event; nil for events that do not matter to a traveller.
  private static func line(_ event: PlannerEvent) -> String? {
    switch event {
    case .stepStarted(.intent): "reading the request"
    case .understood(let kind, let needs):
      "understood: \(kind.rawValue)" + (needs.isEmpty ? "" : ", needs \(needs.names.joined(separator: ", "))")
    case .ruleClassifierUsed(let cause): "the model failed (\(cause.text)): the request was read by rules"
    case .candidateChosen(let style, let reason): "chosen: \(style), \(PlanProgress.text(reason))"
    case .stepStarted(.narrative): "writing the description"
    case .stepStarted(.booking): "booking"
    case .stepCompleted(.booking): "booking: completed"
    case .searchStarted(let kind): "\(kind): searching"
    case .searchCompleted(let kind, let provider, let attempts):
      "\(kind): found" + (provider == 0 ? "" : " by the secondary provider")
        + (attempts > 1 ? " after \(attempts) attempts" : "")
    case .searchFailed(let kind, let cause): "\(kind): missing, \(cause.text)"
    case .searchKept(let kind): "\(kind): kept"
    case .searchDropped(let kind): "\(kind): dropped, no longer valid"
    case .segmentStarted(let index): "city \(index + 1): searching"
    case .segmentCompleted(let index, let missing):
      "city \(index + 1): " + (missing.isEmpty ? "done" : "missing \(missing.names.joined(separator: ", "))")
    case .dayPlanned(let day): "day \(day): planned"
    case .dayWritten(let day): "day \(day): written"
    case .dayFailed(let day, let cause): "day \(day): not written, \(cause.text)"
    case .itineraryKept: "the itinerary is unchanged"
    case .sessionLoaded(let start): start == .resumed ? "session loaded" : "session \(start.rawValue)"
    case .planCompleted: "done"
    default: nil
    }
  }
}
