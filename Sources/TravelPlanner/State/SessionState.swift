/// Everything a planning session knows, as a value that can be saved after every step.
public struct SessionState: Hashable, Sendable, Codable {
  public let id: SessionID
  /// The key of the request that made it; ids and chance come from here.
  public let key: UInt64
  /// How often it has been saved; 0 before the first time.
  public var revision: UInt32
  public let createdAt: Timestamp
  public var updatedAt: Timestamp
  public var query: String?
  public var intent: Intent?
  /// Nil as long as there is no destination.
  public var trip: Trip?
  /// In the order they were done.
  public var completedSteps: [Step]
  public var searches: SearchRecords
  public var searchMode: SearchMode
  /// How long the search step took, all searches together.
  public var searchNanoseconds: Int64
  public var flights: FlightOffers
  public var hotels: HotelOffers
  public var forecast: Forecast
  public var activities: ActivityOffers
  public var itinerary: Itinerary?
  public var narrative: Narrative?
  public var errors: [StepError]
  /// Attempts beyond the first, over all calls.
  public var retryCount: UInt32
  public var nextActions: [NextAction]

  public init(id: SessionID, key: UInt64, at time: Timestamp, mode: SearchMode = .parallel) {
    self.id = id
    self.key = key
    revision = 0
    createdAt = time
    updatedAt = time
    completedSteps = []
    searches = SearchRecords()
    searchMode = mode
    searchNanoseconds = 0
    flights = FlightOffers()
    hotels = HotelOffers()
    forecast = Forecast()
    activities = ActivityOffers()
    errors = []
    retryCount = 0
    nextActions = []
  }

  /// Some of what was asked for is missing: a search failed, or a tour has cities not yet planned.
  public var isPartial: Bool {
    searches.flights.status == .failed || searches.hotels.status == .failed
      || searches.weather.status == .failed || searches.activities.status == .failed
      || unplannedCities > 0
  }

  /// Cities of a tour beyond the first, which is the one that is searched.
  public var unplannedCities: Int { intent.map { max(0, $0.segments.count - 1) } ?? 0 }
}
