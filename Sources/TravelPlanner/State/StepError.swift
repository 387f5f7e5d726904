/// What went wrong in one step; the plan went on without its result.
public struct StepError: Hashable, Sendable, Codable {
  /// Why a call gave nothing.
  public enum Cause: UInt8, Hashable, Sendable, Codable {
    case unavailable, rateLimited, refused, malformed
    case timedOut, deadlineExceeded
    /// The breaker let nothing through.
    case breakerOpen
    /// No place or no retry was left.
    case overloaded
    /// The search needs something that nobody said.
    case missingOrigin, missingDestination
    /// The store did not take the state.
    case notSaved
  }

  public var step: Step
  /// Of the last alternative that was tried.
  public var cause: Cause
  /// Of those tried before it, in order.
  public var earlierCauses: [Cause]

  public init(_ step: Step, _ cause: Cause, earlierCauses: [Cause] = []) {
    self.step = step
    self.cause = cause
    self.earlierCauses = earlierCauses
  }
}

extension StepError: CustomStringConvertible {
  /// `flight_search: unavailable (before that: timed out)`
  public var description: String {
    let earlier = earlierCauses.map(\.text).joined(separator: ", ")
    return "\(step.name): \(cause.text)" + (earlier.isEmpty ? "" : " (before that: \(earlier))")
  }
}

extension StepError.Cause {
  public var text: String {
    switch self {
    case .unavailable: "unavailable"
    case .rateLimited: "too many requests"
    case .refused: "refused by the provider"
    case .malformed: "the answer made no sense"
    case .timedOut: "timed out"
    case .deadlineExceeded: "the deadline passed"
    case .breakerOpen: "the circuit breaker is open"
    case .overloaded: "overloaded"
    case .missingOrigin: "nobody said where from"
    case .missingDestination: "nobody said where to"
    case .notSaved: "the state could not be saved"
    }
  }
}

/// What the traveller can do next.
@frozen
public enum NextAction: UInt8, Sendable, CaseIterable, Codable {
  case nameDestination, nameOrigin, confirmDates
  case retryFlights, retryHotels, retryWeather, retryActivities
  /// Only the first city of a tour is planned.
  case planFurtherCities
  case reviewItinerary, generateItinerary, book

  public var text: String {
    switch self {
    case .nameDestination: "Tell me where you would like to go."
    case .nameOrigin: "Tell me where you start from, and I will look for flights."
    case .confirmDates: "Tell me your dates; I have assumed some."
    case .retryFlights: "Search flights again."
    case .retryHotels: "Search hotels again."
    case .retryWeather: "Look up the weather again."
    case .retryActivities: "Search activities again."
    case .planFurtherCities: "Plan the other cities of the tour."
    case .reviewItinerary: "Look over the itinerary."
    case .generateItinerary: "Generate the itinerary."
    case .book: "Book flight and hotel."
    }
  }
}
