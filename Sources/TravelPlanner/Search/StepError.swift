public import Resilience

/// The failure of one step. The plan continues without its result.
@usableFromInline
package struct StepError: Hashable, Sendable, Codable {
  /// The cause of a failure.
  @usableFromInline
  package enum Cause: UInt8, Hashable, Sendable, Codable {
    case unavailable, rateLimited, refused, malformed
    case timedOut, deadlineExceeded, cancelled
    /// The circuit breaker is open.
    case breakerOpen
    /// No permit or no retry was left.
    case overloaded
    /// The request lacks an input of the search.
    case missingOrigin, missingDestination
    /// The state could not be saved.
    case notSaved
    /// The plan has neither flight nor hotel.
    case nothingToBook
    /// The total is not the agreed one.
    case priceChanged
    /// The booking failed, and its effects were compensated.
    case notBooked
    /// The booking is unfinished and will be continued.
    case notFinished
    /// A part of the text was not read, or has several meanings.
    case notUnderstood
    /// The plan costs more than its budget, and nobody has agreed to that.
    case overBudget
  }

  package var step: Step
  /// The cause at the last provider that was tried.
  @usableFromInline package var cause: Cause
  /// The causes at the providers tried before, in order.
  package var earlierCauses: [Cause]
  /// The message of the part that failed, if it had one.
  package var detail: String?

  @usableFromInline
  package init(_ step: Step, _ cause: Cause, earlierCauses: [Cause] = [], detail: String? = nil) {
    self.step = step
    self.cause = cause
    self.earlierCauses = earlierCauses
    self.detail = detail
  }
}

extension StepError: CustomStringConvertible {
  /// `flight_search: unavailable (before that: timed out)`
  @usableFromInline package var description: String {
    let earlier = earlierCauses.map(\.text).joined(separator: ", ")
    return "\(step.name): \(cause.text)" + (earlier.isEmpty ? "" : " (before that: \(earlier))")
      + (detail.map { ": \($0)" } ?? "")
  }
}

extension StepError.Cause {
  package var text: String {
    switch self {
    case .unavailable: "unavailable"
    case .rateLimited: "too many requests"
    case .refused: "refused by the provider"
    case .malformed: "invalid response"
    case .timedOut: "timed out"
    case .deadlineExceeded: "deadline exceeded"
    case .cancelled: "cancelled"
    case .breakerOpen: "the circuit breaker is open"
    case .overloaded: "overloaded"
    case .missingOrigin: "no origin given"
    case .missingDestination: "no destination given"
    case .notSaved: "the state could not be saved"
    case .nothingToBook: "there is neither flight nor hotel to book"
    case .priceChanged: "the price has changed"
    case .notBooked: "not possible as agreed"
    case .notFinished: "not finished yet"
    case .overBudget: "the plan costs more than the budget"
    case .notUnderstood: "the request is not fully understood; say it in other words"
    }
  }
}

extension StepError {
  /// Creates the error of a step whose call failed, with the causes at all providers.
  @usableFromInline package init(_ step: Step, _ failure: CallFailure<ProviderError>) {
    self.init(
      step, Cause(failure.error), earlierCauses: failure.causes.dropLast().map { Cause($0.error) })
  }
}

extension StepError.Cause {
  init(_ error: CallError<ProviderError>) {
    switch error {
    case .failed(.unavailable): self = .unavailable
    case .failed(.rateLimited), .rateLimited: self = .rateLimited
    case .failed(.refused): self = .refused
    case .failed(.malformed), .unclassified: self = .malformed
    case .timedOut: self = .timedOut
    case .deadlineExceeded: self = .deadlineExceeded
    case .cancelled: self = .cancelled
    case .circuitOpen: self = .breakerOpen
    case .bulkheadFull: self = .overloaded
    case .budgetExceeded(let last), .retriesExceeded(let last): self = last.map { Self($0) } ?? .overloaded
    case .cachedFailure: self = .unavailable
    }
  }
}
