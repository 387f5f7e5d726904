public import Primitives

// Booking the plan: the part of a draft that knows of bookings.

extension PlanDraft {
  /// Returns the flight and hotel of the plan at its prices; nil without either.
  private func quote(confirmedAt time: Timestamp) -> ConfirmedQuote? { state.quote(confirmedAt: time) }

  /// Returns the request to book the plan and records its booking in the state. Returns nil and records the reason as an
  /// error if there is nothing to book.
  ///
  /// If the session has an active booking, the request is that of the booking.
  @usableFromInline
  mutating func bookingRequest(at now: Timestamp) -> BookingRequest? {
    guard let option = options?.bookingBox?.value else { return nil }
    let active = state.bookings?.last.flatMap { $0.isActive ? $0 : nil }
    if active == nil, state.intent?.reading?.isSettled == false {
      state.errors.append(StepError(.booking, .notUnderstood))
      return nil
    }
    guard let quote = quote(confirmedAt: active?.confirmedAt ?? now) else {
      state.errors.append(StepError(.booking, .nothingToBook))
      return nil
    }
    let total = quote.total
    if let agreed = option.agreed, !agreed.covers(total) {
      let before = agreed.total(in: total.currency).map { ", agreed was \($0)" } ?? ""
      state.errors.append(StepError(.booking, .priceChanged, detail: "it is \(total)\(before)"))
      return nil
    }
    if active == nil, option.agreed == nil, let excess = state.excess {
      state.errors.append(
        StepError(
          .booking, .overBudget,
          detail: "by \(excess); what would be booked costs \(total), which needs an agreement to that amount"
        ))
      return nil
    }
    let key =
      active?.key
      ?? SplitMix64.mix(SplitMix64.mix(state.id.rawValue ^ option.key) &+ UInt64(state.bookings?.count ?? 0))
    if active == nil {
      let booking = SessionBooking(
        id: BookingID(request: key, confirmedOn: quote.confirmedAt.day), key: key,
        confirmedAt: quote.confirmedAt, total: total)
      var bookings = state.bookings ?? []
      bookings.append(booking)
      state.bookings = bookings
    }
    return BookingRequest(
      key: key, session: state.id, quote: quote, contact: option.contact, method: option.method)
  }

  /// Records the terminal state of the booking.
  @usableFromInline
  mutating func recordBooking(_ record: BookingRecord) {
    guard let last = state.bookings?.indices.last else { return }
    state.bookings?[last].update(from: record)
    if record.status != .confirmed { state.errors.append(StepError(.booking, .notBooked)) }
  }

  /// Records that there is no booking, or none yet.
  @usableFromInline
  mutating func recordBookingFailure(_ error: BookingError) throws(PlanError) {
    switch error {
    case .invalid(let issues): throw .invalid(issues)
    case .priceChanged(let from, let to):
      // No booking exists.
      state.bookings?.removeLast()
      state.errors.append(StepError(.booking, .priceChanged, detail: "it is \(to), agreed was \(from)"))
    case .quoteExpired:
      state.bookings?.removeLast()
      state.errors.append(StepError(.booking, .priceChanged))
    case .pricesUnavailable:
      state.bookings?.removeLast()
      state.errors.append(StepError(.booking, .unavailable))
    case .keyReused, .unknown:
      state.errors.append(StepError(.booking, .refused))
    case .pending, .superseded, .notSaved, .cancelled:
      state.errors.append(StepError(.booking, .notFinished))
    }
  }

  /// Refuses changes to a trip with an active booking.
  func checkLock(_ changes: TripChanges, to intent: Intent) throws(PlanError) {
    guard !changes.isEmpty, let booking = state.bookings?.last, booking.isActive else { return }
    var issues: [ValidationIssue] = []
    // Only changes that the request names are reported, not those that follow from them.
    func check(_ change: TripChanges, _ field: ValidationIssue.Field, _ value: String?) {
      guard changes.contains(change), let value else { return }
      issues.append(ValidationIssue(field, value, .lockedBy(booking.id)))
    }
    check(.origin, .origin, intent.origin?.name)
    check(.destination, .destination, intent.destination?.name)
    check(.departure, .departure, intent.departure?.description)
    check(.returning, .return, intent.returning?.description)
    check(.nights, .nights, intent.nights?.description)
    check(.passengers, .passengers, intent.passengers?.description)
    check(.currency, .currency, intent.budget?.currency.code)
    check(.budget, .budget, intent.budget?.description)
    if issues.isEmpty {
      issues.append(
        ValidationIssue(.preferences, changes.names.joined(separator: ", "), .lockedBy(booking.id)))
    }
    throw .invalid(ValidationError(issues))
  }
}

extension SessionState {
  /// The total of what a booking of the plan would book; nil for a plan with neither flight nor hotel.
  package var bookingTotal: Money? { quote(confirmedAt: updatedAt)?.total }

  fileprivate func quote(confirmedAt time: Timestamp) -> ConfirmedQuote? {
    if let tour { return ConfirmedQuote(tour, confirmedAt: time) }
    return planned.flatMap { ConfirmedQuote($0.value, confirmedAt: time) }
  }

  /// The amount by which the plan costs more than its budget; nil for none.
  fileprivate var excess: Money? { tour.map(\.excess) ?? planned?.value.excess }
}

extension SessionBooking {
  fileprivate mutating func update(from record: BookingRecord) {
    id = record.id
    status = record.status
    payment = record.payment
    failure = record.failure
    confirmation = record.confirmation
  }
}

extension ConfirmedQuote {
  /// Creates a quote for the flights and hotels of a tour, flights first; nil without either.
  package init?(_ tour: TourItinerary, confirmedAt: Timestamp) {
    let items = tour.stops.flatMap { ConfirmedQuote($0, confirmedAt: confirmedAt)?.items ?? [] }
    if items.isEmpty { return nil }
    self.init(
      items.filter(\.item.isFlight) + items.filter { !$0.item.isFlight }, currency: tour.currency,
      confirmedAt: confirmedAt)
  }
}
