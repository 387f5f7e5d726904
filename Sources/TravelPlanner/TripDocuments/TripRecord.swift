package import Primitives

/// A record of a trip, with its version, source and time.
///
/// A saved record is immutable. A change is a record with the next version; the old one stays.
package protocol TripEntity: Hashable, Sendable, Codable {
  static var kind: TripRecordKind { get }

  var tripId: TripID { get }
  var version: TripRecordVersion { get set }
  /// The part of the system that made it: `traveller`, `budget_model`, `search`, …
  var source: String { get }
  /// The time of the record; ISO 8601 in UTC.
  var createdAt: Timestamp { get set }
}

/// A record of any kind.
package enum TripRecord: Hashable, Sendable {
  case intent(UserTripIntent)
  case budget(BudgetPrediction)
  case research(AgentResearch)
  case candidates(ItineraryCandidates)
  case final(FinalItinerary)
  case booking(TripBookingRecord)
  case confirmation(BookingConfirmation)

  package var entity: any TripEntity {
    switch self {
    case .intent(let entity): entity
    case .budget(let entity): entity
    case .research(let entity): entity
    case .candidates(let entity): entity
    case .final(let entity): entity
    case .booking(let entity): entity
    case .confirmation(let entity): entity
    }
  }

  package var tripId: TripID { entity.tripId }
  package var version: TripRecordVersion { entity.version }
  package var kind: TripRecordKind { version.kind }
}

/// The records of one trip, the latest version of each kind; nil for kinds without a record.
package struct TripRecords: Hashable, Sendable {
  package var intent: UserTripIntent?
  package var budget: BudgetPrediction?
  package var research: AgentResearch?
  package var candidates: ItineraryCandidates?
  package var final: FinalItinerary?
  package var booking: TripBookingRecord?
  package var confirmation: BookingConfirmation?

  package init() {}

  package init(_ records: [TripRecord]) { for record in records { insert(record) } }

  /// The records in the order of `TripRecordKind`.
  package var all: [TripRecord] {
    [
      intent.map(TripRecord.intent), budget.map(TripRecord.budget), research.map(TripRecord.research),
      candidates.map(TripRecord.candidates), final.map(TripRecord.final), booking.map(TripRecord.booking),
      confirmation.map(TripRecord.confirmation),
    ].compactMap { $0 }
  }

  /// Inserts `record` unless there is a later version of its kind.
  package mutating func insert(_ record: TripRecord) {
    if let here = self[record.kind], here.version.number > record.version.number { return }
    switch record {
    case .intent(let entity): intent = entity
    case .budget(let entity): budget = entity
    case .research(let entity): research = entity
    case .candidates(let entity): candidates = entity
    case .final(let entity): final = entity
    case .booking(let entity): booking = entity
    case .confirmation(let entity): confirmation = entity
    }
  }

  package subscript(kind: TripRecordKind) -> TripRecord? {
    switch kind {
    case .intent: intent.map(TripRecord.intent)
    case .budget: budget.map(TripRecord.budget)
    case .research: research.map(TripRecord.research)
    case .candidates: candidates.map(TripRecord.candidates)
    case .final: final.map(TripRecord.final)
    case .booking: booking.map(TripRecord.booking)
    case .confirmation: confirmation.map(TripRecord.confirmation)
    }
  }
}

extension TripRecord: Codable {
  /// Decodes the JSON of the entity, whose version names its kind.
  package init(from decoder: any Decoder) throws {
    enum Key: String, CodingKey { case version }
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decode(TripRecordVersion.self, forKey: .version)
    self =
      switch version.kind {
      case .intent: .intent(try UserTripIntent(from: decoder))
      case .budget: .budget(try BudgetPrediction(from: decoder))
      case .research: .research(try AgentResearch(from: decoder))
      case .candidates: .candidates(try ItineraryCandidates(from: decoder))
      case .final: .final(try FinalItinerary(from: decoder))
      case .booking: .booking(try TripBookingRecord(from: decoder))
      case .confirmation: .confirmation(try BookingConfirmation(from: decoder))
      }
  }

  package func encode(to encoder: any Encoder) throws { try entity.encode(to: encoder) }
}
