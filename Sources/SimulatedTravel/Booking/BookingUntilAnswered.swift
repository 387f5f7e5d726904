package import TravelPlanner

/// The answer to a booking request that was repeated until there was one.
package enum BookingAnswer: Sendable {
  case booked(BookingRecord)
  /// Refused for good; repeating the request would change nothing.
  case refused(BookingError)
  /// No answer within the tries, or the caller was cancelled.
  case unanswered
}

/// Repeats a booking request until it is answered, as a traveller does; safe, because the request carries its key.
///
/// `book` makes one try and returns nil when the process died before it answered. Between two tries `pause` is
/// called. A cancelled task makes no further try.
package func bookUntilAnswered(
  tries: Int, pause: () async -> Void,
  book: (_ number: Int) async throws -> Result<BookingRecord, BookingError>?
) async rethrows -> BookingAnswer {
  for number in 0..<tries {
    switch try await book(number) {
    case .success(let record): return .booked(record)
    case .failure(let error) where error.isFinal: return .refused(error)
    case .failure, nil:
      if Task.isCancelled { return .unanswered }
      await pause()
    }
  }
  return .unanswered
}

extension BookingError {
  /// True if repeating the request cannot bring another answer.
  package var isFinal: Bool {
    switch self {
    case .priceChanged, .quoteExpired, .invalid, .keyReused, .unknown: true
    case .pending, .superseded, .notSaved, .cancelled, .pricesUnavailable: false
    }
  }
}

extension TravellerContact {
  /// The traveller of simulated bookings.
  package static let example = TravellerContact(
    name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567")
}
