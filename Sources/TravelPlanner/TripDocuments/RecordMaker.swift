package import Primitives

/// Makes a trip's records from a finished plan and its booking.
///
///     let maker = TripRecordMaker(random: random.child("records"))
///     let records = try maker.records(of: state, wishes: wishes, booking: booked)
///     try await store.save(records.all)
///
/// Ids come from the source and the plan's key, times from the plan and the booking: the same plan gives the
/// same records to the last byte. Whatever a person typed goes through `CardNumber.removed(from:)`.
package struct TripRecordMaker: Sendable {
  let random: RandomSource
  let model: BudgetModel

  package init(random: RandomSource, model: BudgetModel = .standard) {
    self.random = random
    self.model = model
  }

  /// What the plan itself does not know about the trip.
  package struct Wishes: Hashable, Sendable {
    /// Nil leaves it to the plan's cabin and hotel rating.
    package var comfort: ComfortLevel?
    /// Nil leaves it to the plan's interests.
    package var type: TripType?
    package var budget: BudgetRange?

    package init(comfort: ComfortLevel? = nil, type: TripType? = nil, budget: BudgetRange? = nil) {
      self.comfort = comfort
      self.type = type
      self.budget = budget
    }
  }

  /// How the booking went.
  package struct Booked: Hashable, Sendable {
    package var id: BookingID
    package var contact: TravellerContact
    /// What was locked, which is what was charged.
    package var amount: Money
    /// Who took the money: `simulated`, `stripe`.
    package var gateway: String
    package var payment: TransactionID
    package var paymentStatus: PaymentStatus
    package var timeline: BookingTimeline
    /// The number the traveller was given; drawn when there is none.
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

    /// What a saga left; nil when it came to no payment.
    package init?(_ record: BookingRecord, gateway: String) {
      guard let payment = record.payment, let status = record.paymentStatus else { return nil }
      self.init(
        id: record.id, contact: record.contact, amount: record.lock.amount, gateway: gateway,
        payment: payment,
        paymentStatus: status, timeline: record.timeline, confirmation: record.confirmation)
    }
  }

  /// The trip's id: the same for the same source and plan key.
  package func tripID(of state: SessionState) -> TripID { TripID(for: state.key, from: random) }

  /// All seven, or six when the booking was not confirmed. Nil when the plan has no itinerary to record.
  package func records(of state: SessionState, wishes: Wishes = Wishes(), booking: Booked) -> TripRecords? {
    guard let trip = state.trip, let itinerary = state.itinerary else { return nil }
    var records = TripRecords()
    records.intent = intent(state, trip, wishes)
    records.budget = budget(state, trip, wishes)
    records.research = research(state, trip)
    records.candidates = candidates(state, itinerary)
    let final = final(state, trip, itinerary, lockedAt: booking.timeline.startedAt)
    records.final = final
    let (record, confirmation) = self.booking(of: final, booking)
    records.booking = record
    records.confirmation = confirmation
    return records
  }

  // MARK: One by one

  func intent(_ state: SessionState, _ trip: Trip, _ wishes: Wishes) -> UserTripIntent {
    UserTripIntent(
      tripId: tripID(of: state), createdAt: state.createdAt,
      query: state.query.map { CardNumber.removed(from: $0) },
      origin: trip.origin, destination: trip.destination, departure: trip.departure,
      returning: trip.departure.advanced(by: Int(trip.nights)),
      tripDuration: TripDuration(
        days: Int(trip.nights) + 1, nights: Int(trip.nights), people: Int(trip.passengers)),
      preferences: TripPreferences(
        season: TravelSeason(of: trip.departure, in: trip.destination),
        comfortLevel: comfort(trip, wishes), tripType: type(trip, wishes),
        interests: ActivityCategory.allCases.filter { trip.interests.contains($0) }.map(\.name)),
      budgetRange: wishes.budget ?? trip.budget.map { BudgetRange(max: $0) })
  }

  func budget(_ state: SessionState, _ trip: Trip, _ wishes: Wishes) -> BudgetPrediction {
    let prediction = model.predict(
      days: Int(trip.nights) + 1, people: Int(trip.passengers), comfort: comfort(trip, wishes),
      season: TravelSeason(of: trip.departure, in: trip.destination), type: type(trip, wishes),
      in: trip.destination, currency: trip.currency)
    return BudgetPrediction(
      tripId: tripID(of: state), createdAt: state.createdAt,
      predictedBudget: PredictedBudget(
        total: prediction.total, low: prediction.low, high: prediction.high, perDay: prediction.perDay,
        perPersonDay: prediction.perPersonDay),
      breakdown: prediction.breakdown, model: prediction.model)
  }

  /// The record of a booking, and what the customer gets to see of it once it is confirmed.
  package func booking(
    of final: FinalItinerary, _ booked: Booked
  ) -> (record: TripBookingRecord, confirmation: BookingConfirmation?) {
    let trip = final.tripId
    let confirmedAt = booked.timeline.time(of: .confirmed)
    let confirmation = confirmedAt.map { ConfirmationNumber(of: booked.id, at: $0) }
    let validUntil = confirmedAt?.advanced(
      byNanoseconds: BookingConfirmation.validity.components.seconds * 1_000_000_000)
    // A gateway that numbers is quoted; one with names of its own gets a number beside its name.
    let isNumber = booked.payment.number != nil
    let payment = PaymentNote(
      status: booked.paymentStatus, method: booked.gateway,
      transactionId: isNumber ? booked.payment : transaction(of: trip),
      gatewayReference: isNumber ? nil : booked.payment, amount: booked.amount,
      timestamp: booked.timeline.time(of: .paid) ?? booked.timeline.changedAt)
    let contact = Contact(booked.contact)
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

  private func comfort(_ trip: Trip, _ wishes: Wishes) -> ComfortLevel {
    wishes.comfort ?? ComfortLevel(cabin: trip.cabin, minimumRating: trip.minimumRating)
  }

  private func type(_ trip: Trip, _ wishes: Wishes) -> TripType {
    wishes.type ?? TripType(interests: trip.interests)
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
