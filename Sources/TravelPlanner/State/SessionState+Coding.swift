import Primitives

extension SessionState: Codable {
  // One flat JSON object, although the state is stored in parts.
  private enum CodingKeys: String, CodingKey {
    case id, key, revision, createdAt, updatedAt, completedSteps, searchMode, searchNanoseconds, itinerary
    case narrative, retryCount, nextActions, bookings
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(SessionID.self, forKey: .id)
    key = try values.decode(UInt64.self, forKey: .key)
    revision = try values.decode(UInt32.self, forKey: .revision)
    createdAt = try values.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try values.decode(Timestamp.self, forKey: .updatedAt)
    stepLog = PackedEnumList(try values.decode([Step].self, forKey: .completedSteps))
    searchMode = try values.decode(SearchMode.self, forKey: .searchMode)
    searchNanoseconds = try values.decode(Int64.self, forKey: .searchNanoseconds)
    planned = try values.decodeIfPresent(Itinerary.self, forKey: .itinerary).map { Indirect($0) }
    narrative = try values.decodeIfPresent(Narrative.self, forKey: .narrative)
    retryCount = try values.decode(UInt32.self, forKey: .retryCount)
    actionLog = PackedEnumList(try values.decode([NextAction].self, forKey: .nextActions))
    bookings = try values.decodeIfPresent([SessionBooking].self, forKey: .bookings)
    understanding = try UnderstoodRequest(from: decoder)
    results = try SearchResults(from: decoder)
    let extras = try SessionExtras(from: decoder)
    if extras != SessionExtras() { self.extras = Indirect(extras) }
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    try understanding.encode(to: encoder)
    try results.encode(to: encoder)
    try (extras?.value ?? SessionExtras()).encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(id, forKey: .id)
    try values.encode(key, forKey: .key)
    try values.encode(revision, forKey: .revision)
    try values.encode(createdAt, forKey: .createdAt)
    try values.encode(updatedAt, forKey: .updatedAt)
    try values.encode(completedSteps, forKey: .completedSteps)
    try values.encode(searchMode, forKey: .searchMode)
    try values.encode(searchNanoseconds, forKey: .searchNanoseconds)
    try values.encodeIfPresent(itinerary, forKey: .itinerary)
    try values.encodeIfPresent(narrative, forKey: .narrative)
    try values.encode(retryCount, forKey: .retryCount)
    try values.encode(nextActions, forKey: .nextActions)
    try values.encodeIfPresent(bookings, forKey: .bookings)
  }
}
