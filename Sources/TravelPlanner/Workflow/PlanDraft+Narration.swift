public import Resilience

// Texts about the plan: the part of a draft that the narrator fills.

extension PlanDraft {
  /// The itinerary or the tour to introduce; nil without one.
  @usableFromInline var narrationSubject: NarrationSubject? {
    if let plan = state.planned { return .trip(plan) }
    return state.tour.map { .tour(Indirect($0)) }
  }

  @usableFromInline
  mutating func apply(narrative: Narrative, attempts: Int) {
    count(attempts: attempts)
    // The model may echo a card number; redact it.
    if case .text(let text) = narrative {
      state.narrative = .text(CardNumber.removed(from: text))
    } else {
      state.narrative = narrative
    }
  }

  @usableFromInline
  mutating func applyTemplate(after failure: CallFailure<ProviderError>) {
    state.errors.append(StepError(.narrative, failure))
    apply(narrative: .template, attempts: failure.attempts)
  }

  // MARK: Days

  /// A day of the plan: the index of its stop, its index there, and its number in the whole plan from 1.
  struct DayIndex {
    var stop: Int
    var day: Int
    var number: Int16
  }

  /// The itineraries of the stops; one for a trip to one city.
  var stops: [Itinerary] { state.itinerary.map { [$0] } ?? state.tour?.stops ?? [] }

  /// The days without a description, including those whose description failed before.
  var daysToDescribe: [DayIndex] {
    var days: [DayIndex] = []
    var number: Int16 = 0
    for (index, stop) in stops.enumerated() {
      for day in stop.days.indices {
        number += 1
        if !stop.isDescribed(day) { days.append(DayIndex(stop: index, day: day, number: number)) }
      }
    }
    return days
  }

  mutating func apply(description: Narrative, attempts: Int, to day: DayIndex) {
    count(attempts: attempts)
    switch description {
    case .template: set(.template, on: day)
    // The model may echo a card number; redact it.
    case .text(let text): set(.text(CardNumber.removed(from: text)), on: day)
    }
  }

  /// Marks a description as missing. Returns the cause.
  mutating func recordMissingDescription(
    of day: DayIndex, after failure: CallFailure<ProviderError>
  ) -> StepError.Cause {
    count(attempts: failure.attempts)
    var error = StepError(.dayDescriptions, failure)
    error.detail = "day \(day.number)"
    state.errors.append(error)
    set(.missing(error.cause), on: day)
    return error.cause
  }

  private mutating func set(_ description: DayDescription, on day: DayIndex) {
    if state.itinerary != nil {
      state.itinerary?.setDescription(description, on: day.day)
    } else {
      state.tour?.stops[day.stop].setDescription(description, on: day.day)
    }
  }
}
