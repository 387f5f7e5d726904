public import Resilience

/// What went wrong in one step; the plan went on without its result.
@usableFromInline
package struct StepError: Hashable, Sendable, Codable {
  /// Why a call gave nothing.
  @usableFromInline
  package enum Cause: UInt8, Hashable, Sendable, Codable {
    case unavailable, rateLimited, refused, malformed
    case timedOut, deadlineExceeded, cancelled
    /// The breaker let nothing through.
    case breakerOpen
    /// No place or no retry was left.
    case overloaded
    /// The search needs something that nobody said.
    case missingOrigin, missingDestination
    /// The store did not take the state.
    case notSaved
    /// The plan has neither flight nor hotel.
    case nothingToBook
    /// It costs something else than was agreed to.
    case priceChanged
    /// It was tried, and everything was undone.
    case notBooked
    /// It goes on, and is not lost.
    case notFinished
  }

  package var step: Step
  /// Of the last alternative that was tried.
  @usableFromInline package var cause: Cause
  /// Of those tried before it, in order.
  package var earlierCauses: [Cause]
  /// In the words of what failed, when it had any.
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
    case .malformed: "the answer made no sense"
    case .timedOut: "timed out"
    case .deadlineExceeded: "the deadline passed"
    case .cancelled: "cancelled"
    case .breakerOpen: "the circuit breaker is open"
    case .overloaded: "overloaded"
    case .missingOrigin: "nobody said where from"
    case .missingDestination: "nobody said where to"
    case .notSaved: "the state could not be saved"
    case .nothingToBook: "there is neither flight nor hotel to book"
    case .priceChanged: "the price has changed"
    case .notBooked: "not possible as agreed"
    case .notFinished: "not finished yet"
    }
  }
}

extension StepError {
  /// What a call through the guards failed with, every alternative's cause kept.
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
