/// The parts of a session state that only some sessions have.
struct SessionExtras: Hashable, Sendable, Codable {
  var errors: [StepError] = []
  var segments: [TourSegment] = []
  var tour: TourItinerary?
  var resumeReport: ResumeReport?
  var breakers: [SavedBreaker]?

  private enum CodingKeys: String, CodingKey {
    case errors, segments, tour, breakers
    case resumeReport = "continuation"
  }
}

extension SessionState {
  @usableFromInline package var errors: [StepError] {
    get { extras?.value.errors ?? [] }
    set { changeExtras { $0.errors = newValue } }
  }

  /// The cities of a tour in order, each with its own results; empty for a trip to one city.
  package var segments: [TourSegment] {
    get { extras?.value.segments ?? [] }
    set { changeExtras { $0.segments = newValue } }
  }

  /// The itinerary of a tour.
  package var tour: TourItinerary? {
    get { extras?.value.tour }
    set { changeExtras { $0.tour = newValue } }
  }

  /// The results that were kept and dropped; nil if the request resumed no session.
  package var resumeReport: ResumeReport? {
    get { extras?.value.resumeReport }
    set { changeExtras { $0.resumeReport = newValue } }
  }

  /// The breakers of the dependencies at the last save, if the policy saves them.
  @usableFromInline package var breakers: [SavedBreaker]? {
    get { extras?.value.breakers }
    set { changeExtras { $0.breakers = newValue } }
  }

  private mutating func changeExtras(_ change: (inout SessionExtras) -> Void) {
    var changed = extras?.value ?? SessionExtras()
    change(&changed)
    extras = changed == SessionExtras() ? nil : Indirect(changed)
  }
}
