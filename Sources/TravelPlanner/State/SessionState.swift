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
  /// Nil as long as there is no destination. Of a tour, the way to its first city and the stay there.
  public var trip: Trip?
  /// In the order they were done.
  public var completedSteps: [Step]
  /// Of a tour, a summary over its cities.
  public var searches: SearchRecords
  public var searchMode: SearchMode
  /// How long the search step took, all searches together.
  public var searchNanoseconds: Int64
  public var flights: FlightOffers
  public var hotels: HotelOffers
  public var forecast: Forecast
  public var activities: ActivityOffers
  /// What the request's options did to the offers: what filters removed, airports nearby, scores by taste.
  public var refinements: [Refinement]
  /// The cities of a tour in order, each with its own results; empty for one city, whose results are above.
  public var segments: [TourSegment]
  public var itinerary: Itinerary?
  /// The itinerary of a tour.
  public var tour: TourItinerary?
  public var narrative: Narrative?
  public var errors: [StepError]
  /// Attempts beyond the first, over all calls.
  public var retryCount: UInt32
  public var nextActions: [NextAction]
  /// What of the session was kept; nil when this request was not to resume one.
  public var continuation: Continuation?
  /// What was booked for it, or was to be, the latest last; nil when nothing was asked for.
  public var bookings: [SessionBooking]?
  /// The breakers of the providers when this was saved, if the policy asks for it.
  public var breakers: [SavedBreaker]?

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
    refinements = []
    segments = []
    errors = []
    retryCount = 0
    nextActions = []
  }

  /// Some of what was asked for is missing: a search failed, of a tour in any city.
  public var isPartial: Bool {
    searches.flights.status == .failed || searches.hotels.status == .failed
      || searches.weather.status == .failed || searches.activities.status == .failed
  }
}
