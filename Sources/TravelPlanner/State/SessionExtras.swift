/// What only some sessions have.
struct SessionExtras: Hashable, Sendable, Codable {
  var errors: [StepError] = []
  var segments: [TourSegment] = []
  var tour: TourItinerary?
  var continuation: Continuation?
  var breakers: [SavedBreaker]?
}

extension SessionState {
  @usableFromInline package var errors: [StepError] {
    get { extras?.value.errors ?? [] }
    set { changeExtras { $0.errors = newValue } }
  }

  /// The cities of a tour in order, each with its own results; empty for one city, whose results are the session's own.
  @usableFromInline package var segments: [TourSegment] {
    get { extras?.value.segments ?? [] }
    set { changeExtras { $0.segments = newValue } }
  }

  /// The itinerary of a tour.
  package var tour: TourItinerary? {
    get { extras?.value.tour }
    set { changeExtras { $0.tour = newValue } }
  }

  /// What of the session was kept; nil when this request was not to resume one.
  package var continuation: Continuation? {
    get { extras?.value.continuation }
    set { changeExtras { $0.continuation = newValue } }
  }

  /// The breakers of the providers when this was saved, if the policy asks for it.
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
