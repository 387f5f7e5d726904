public import Primitives

extension Draft {
  /// What there is to book, at the prices of the plan; nil when it has neither flight nor hotel.
  private func quote(confirmedAt time: Timestamp) -> ConfirmedQuote? {
    if let tour = state.tour { return ConfirmedQuote(tour, confirmedAt: time) }
    return state.planned.flatMap { ConfirmedQuote($0.value, confirmedAt: time) }
  }

  /// The request to book the plan, noted in the state; nil, with the reason as an error, when there is none.
  ///
  /// A booking of this session that stands is asked for again as it was.
  @usableFromInline
  mutating func bookingRequest(at now: Timestamp) -> BookingRequest? {
    guard let option = options?.booked?.value else { return nil }
    let standing = state.bookings?.last.flatMap { $0.isActive ? $0 : nil }
    guard let quote = quote(confirmedAt: standing?.confirmedAt ?? now) else {
      state.errors.append(StepError(.booking, .nothingToBook))
      return nil
    }
    let total = quote.total
    if let agreed = option.agreed, !agreed.covers(total) {
      state.errors.append(StepError(.booking, .priceChanged))
      return nil
    }
    let key =
      standing?.key
      ?? SplitMix64.mix(SplitMix64.mix(state.id.rawValue ^ option.key) &+ UInt64(state.bookings?.count ?? 0))
    if standing == nil {
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

  @usableFromInline
  mutating func take(_ record: BookingRecord) {
    guard let last = state.bookings?.indices.last else { return }
    state.bookings?[last].take(record)
    if record.status != .confirmed { state.errors.append(StepError(.booking, .notBooked)) }
  }

  /// Why there is no booking to show, or not yet.
  @usableFromInline
  mutating func take(_ error: BookingError) throws(PlanError) {
    switch error {
    case .invalid(let issues): throw .invalid(issues)
    case .priceChanged, .quoteExpired:
      // Nothing was made.
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

  /// A trip that is booked, or being booked, stays as it is.
  func checkLock(_ changes: TripChanges, to intent: Intent) throws(PlanError) {
    guard !changes.isEmpty, let booking = state.bookings?.last, booking.isActive else { return }
    var issues: [ValidationIssue] = []
    // What follows from a change without being said is not named beside it.
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

extension SessionBooking {
  fileprivate mutating func take(_ record: BookingRecord) {
    id = record.id
    status = record.status
    payment = record.payment
    failure = record.failure
    confirmation = record.confirmation
  }
}

extension ConfirmedQuote {
  /// What a tour has to book: each stop's flight and hotel, flights first.
  package init?(_ tour: TourItinerary, confirmedAt: Timestamp) {
    let items = tour.stops.flatMap { ConfirmedQuote($0, confirmedAt: confirmedAt)?.items ?? [] }
    if items.isEmpty { return nil }
    self.init(
      items.filter(\.item.isFlight) + items.filter { !$0.item.isFlight }, currency: tour.currency,
      confirmedAt: confirmedAt)
  }
}
