/// The text of a session's requests, with its intent and trip.
struct UnderstoodRequest: Hashable, Sendable, Codable {
  var query: String?
  var intent: Intent?
  var trip: Trip?
}

extension SessionState {
  package var query: String? {
    get { understood?.value.query }
    set { understanding.query = newValue }
  }

  package var intent: Intent? {
    get { understood?.value.intent }
    set { understanding.intent = newValue }
  }

  /// The trip; nil without a destination. Of a tour, the journey to the first city and the stay there.
  @usableFromInline package var trip: Trip? {
    get { understood?.value.trip }
    set { understanding.trip = newValue }
  }

  /// Text, intent and trip. Setting one of them copies all three.
  var understanding: UnderstoodRequest {
    get { understood?.value ?? UnderstoodRequest() }
    set { understood = newValue == UnderstoodRequest() ? nil : Indirect(newValue) }
  }
}
