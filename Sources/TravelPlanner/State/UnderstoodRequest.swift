/// What was asked for in a session, and what it was understood to be.
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

  /// Nil as long as there is no destination. Of a tour, the way to its first city and the stay there.
  @usableFromInline package var trip: Trip? {
    get { understood?.value.trip }
    set { understanding.trip = newValue }
  }

  /// The three in one piece; to set one of them is to set all.
  var understanding: UnderstoodRequest {
    get { understood?.value ?? UnderstoodRequest() }
    set { understood = newValue == UnderstoodRequest() ? nil : Indirect(newValue) }
  }
}
