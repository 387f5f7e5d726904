package import Primitives

/// A maker of the records of a trip from its finished plan and its booking.
///
///     let maker = TripRecordMaker(random: random.child("records"))
///     let records = try maker.records(of: state, details: details, booking: booking)
///     try await store.save(records.all)
///
/// Ids are drawn from the source by the key of the plan, times come from the plan and the booking: the same plan gives the
/// same records, byte for byte. Card numbers are redacted from all texts of the traveller.
package struct TripRecordMaker: Sendable {
  let random: RandomSource
  let model: BudgetModel

  package init(random: RandomSource, model: BudgetModel = .standard) {
    self.random = random
    self.model = model
  }

  /// Details of a trip that are not part of its plan.
  package struct Details: Hashable, Sendable {
    /// The comfort level; nil to derive it from cabin and hotel rating.
    package var comfort: ComfortLevel?
    /// The type of the trip; nil to derive it from the interests.
    package var type: TripType?
    package var budget: BudgetRange?

    package init(comfort: ComfortLevel? = nil, type: TripType? = nil, budget: BudgetRange? = nil) {
      self.comfort = comfort
      self.type = type
      self.budget = budget
    }
  }

  /// The result of the trip's booking.
  package struct BookingResult: Hashable, Sendable {
    package var id: BookingID
    package var contact: TravellerContact
    /// The locked amount, which was charged.
    package var amount: Money
    /// The name of the gateway: `simulated`, `stripe`.
    package var gateway: String
    package var payment: TransactionID
    package var paymentStatus: PaymentStatus
    package var timeline: BookingTimeline
    /// The confirmation number that the traveller received; nil if the booking was not confirmed.
    package var confirmation: ConfirmationNumber?

    package init(
      id: BookingID, contact: TravellerContact, amount: Money, gateway: String, payment: TransactionID,
      paymentStatus: PaymentStatus, timeline: BookingTimeline, confirmation: ConfirmationNumber? = nil
    ) {
      self.id = id
      self.contact = contact
      self.amount = amount
      self.gateway = gateway
      self.payment = payment
      self.paymentStatus = paymentStatus
      self.timeline = timeline
      self.confirmation = confirmation
    }

    /// Creates the result of a booking; nil if it has no payment.
    package init?(_ record: BookingRecord, gateway: String) {
      guard let payment = record.payment, let status = record.paymentStatus else { return nil }
      self.init(
        id: record.id, contact: record.contact, amount: record.lock.amount, gateway: gateway,
        payment: payment,
        paymentStatus: status, timeline: record.timeline, confirmation: record.confirmation)
    }
  }

  /// Returns the id of the trip, a function of source and plan key.
  package func tripID(of state: SessionState) -> TripID { TripID(for: state.key, from: random) }

  /// Returns all seven records, or six if the booking was not confirmed; nil if the plan has no itinerary.
  package func records(of state: SessionState, details: Details = Details(), booking: BookingResult)
    -> TripRecords?
  {
    guard let trip = state.trip, let itinerary = state.itinerary else { return nil }
    var records = TripRecords()
    records.intent = intent(state, trip, details)
    records.budget = budget(state, trip, details)
    records.research = research(state, trip)
    records.candidates = candidates(state, itinerary)
    let final = final(state, trip, itinerary, lockedAt: booking.timeline.startedAt)
    records.final = final
    let (record, confirmation) = self.booking(of: final, booking)
    records.booking = record
    records.confirmation = confirmation
    return records
  }

  // MARK: Single records

  func intent(_ state: SessionState, _ trip: Trip, _ details: Details) -> UserTripIntent {
    UserTripIntent(
      tripId: tripID(of: state), createdAt: state.createdAt,
      query: state.query.map { CardNumber.removed(from: $0) },
      origin: trip.origin, destination: trip.destination, departure: trip.departure,
      returning: trip.departure.advanced(by: Int(trip.nights)),
      tripDuration: TripDuration(
        days: Int(trip.nights) + 1, nights: Int(trip.nights), people: Int(trip.passengers)),
      preferences: TripPreferences(
        season: TravelSeason(of: trip.departure, in: trip.destination),
        comfortLevel: comfort(trip, details), tripType: type(trip, details),
        interests: ActivityCategory.allCases.filter { trip.interests.contains($0) }.map(\.name)),
      budgetRange: details.budget ?? trip.budget.map { BudgetRange(max: $0) })
  }

  func budget(_ state: SessionState, _ trip: Trip, _ details: Details) -> BudgetPrediction {
    let prediction = model.predict(
      days: Int(trip.nights) + 1, people: Int(trip.passengers), comfort: comfort(trip, details),
      season: TravelSeason(of: trip.departure, in: trip.destination), type: type(trip, details),
      in: trip.destination, currency: trip.currency)
    return BudgetPrediction(
      tripId: tripID(of: state), createdAt: state.createdAt,
      predictedBudget: PredictedBudget(
        total: prediction.total, low: prediction.low, high: prediction.high, perDay: prediction.perDay,
        perPersonDay: prediction.perPersonDay),
      breakdown: prediction.breakdown, model: prediction.model)
  }

  /// Returns the record of a booking, and the confirmation if it was confirmed.
  package func booking(
    of final: FinalItinerary, _ booked: BookingResult
  ) -> (record: TripBookingRecord, confirmation: BookingConfirmation?) {
    let trip = final.tripId
    let confirmedAt = booked.timeline.time(of: .confirmed)
    let confirmation = confirmedAt.map { ConfirmationNumber(of: booked.id, at: $0) }
    let validUntil = confirmedAt?.advanced(
      byNanoseconds: BookingConfirmation.validity.components.seconds * 1_000_000_000)
    // A numeric id of the gateway is used as it is; for any other id, a number is drawn and the id is a reference.
    let isNumber = booked.payment.number != nil
    let payment = PaymentNote(
      status: booked.paymentStatus, method: booked.gateway,
      transactionId: isNumber ? booked.payment : transaction(of: trip),
      gatewayReference: isNumber ? nil : booked.payment, amount: booked.amount,
      timestamp: booked.timeline.time(of: .paid) ?? booked.timeline.changedAt)
    let contact = booked.contact.redacted
    let record = TripBookingRecord(
      tripId: trip, createdAt: booked.timeline.changedAt, bookingId: booked.id,
      destination: final.destination,
      userContact: contact,
      lockedBudget: LockedBudget(total: booked.amount, locked: true, lockedAt: booked.timeline.startedAt),
      paymentDetails: payment,
      bookingState: BookingHistory(
        current: booked.timeline.status, transitions: booked.timeline.changes.map { StateChange($0) }),
      confirmationNumber: confirmation, validUntil: validUntil)
    guard let confirmedAt, let confirmation, let validUntil else { return (record, nil) }
    let days = final.departure.days(until: final.returning) + 1
    let document = BookingConfirmation(
      tripId: trip, createdAt: confirmedAt, confirmationNumber: confirmation, bookingId: booked.id,
      destination: final.destination,
      itinerary: ItinerarySummary(
        departure: final.departure, returning: final.returning, people: final.people,
        flight: final.flight.map(Self.summary), hotel: final.hotel.map { "\($0.name), \($0.rating) stars" },
        dailyActivityHours: final.dailyActivityHours, restDays: final.restDays,
        travelFatigueScore: final.travelFatigueScore),
      pricing: LockedPricing(
        lockedBudget: booked.amount,
        perDay: Money(minorUnits: booked.amount.minorUnits / Int64(days), booked.amount.currency),
        status: "LOCKED"),
      payment: payment, userContact: contact, bookedAt: confirmedAt, validUntil: validUntil,
      status: booked.timeline.status == .confirmed ? "ACTIVE" : "CANCELLED",
      nextSteps: booked.timeline.status == .confirmed
        ? Self.nextSteps(final) : ["Your money goes back to the way you paid; that takes some days."])
    return (record, document)
  }

  private func transaction(of trip: TripID) -> TransactionID {
    var draws = random.draw("records.transaction", trip.rawValue)
    return TransactionID(number: draws.next())
  }

  // MARK: Parts

  private func comfort(_ trip: Trip, _ details: Details) -> ComfortLevel {
    details.comfort ?? ComfortLevel(cabin: trip.cabin, minimumRating: trip.minimumRating)
  }

  private func type(_ trip: Trip, _ details: Details) -> TripType {
    details.type ?? TripType(interests: trip.interests)
  }

  private static func summary(_ flight: FlightNote) -> String {
    func leg(_ leg: LegNote) -> String { "\(leg.number) \(leg.from)–\(leg.to) \(leg.day) \(leg.departs)" }
    let homeward = flight.homeward.map { "; back \(leg($0))" } ?? ""
    return "\(flight.airline), \(flight.cabin), \(leg(flight.outbound))\(homeward)"
  }

  private static func nextSteps(_ final: FinalItinerary) -> [String] {
    var steps = ["Check your e-mail for the itinerary in detail."]
    if final.days.contains(where: { $0.kind == "planned" }) {
      steps.append("Look over the plan of each day.")
    }
    if let flight = final.flight {
      steps.append(
        "Check in for \(flight.outbound.number) from \(flight.outbound.day.advanced(by: -1)) \(flight.outbound.departs)."
      )
    }
    steps.append("Write to support by \(final.departure.advanced(by: -2)) to change anything.")
    return steps
  }
}
