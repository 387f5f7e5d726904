public import Primitives

/// The progress and result of one search.
@usableFromInline
@frozen
package struct SearchRecord: Hashable, Sendable, Codable {
  /// `pending`, then `running`, then `completed` or `failed`; or `pending`, then `skipped`.
  @usableFromInline
  package enum Status: String, Hashable, Sendable, Codable {
    case pending, running, completed, failed, skipped
  }

  @usableFromInline package var status: Status
  @usableFromInline package var startedAt: Timestamp?
  /// The end of the search, completed or failed.
  @usableFromInline package var completedAt: Timestamp?
  /// The provider that answered: 0 for the primary, 1 for the secondary.
  @usableFromInline package var provider: UInt8?
  /// The number of attempts at all providers.
  @usableFromInline package var attempts: UInt16

  @inlinable package init(_ status: Status = .pending) {
    self.status = status
    attempts = 0
  }

  /// The time from start to end; nil until the end.
  @inlinable package var duration: Duration? {
    guard let startedAt, let completedAt else { return nil }
    return .nanoseconds(completedAt.nanosecondsSince1970 - startedAt.nanosecondsSince1970)
  }
}

/// The records of the four searches.
@usableFromInline
@frozen
package struct SearchRecords: Hashable, Sendable, Codable {
  @usableFromInline package var flights = SearchRecord()
  @usableFromInline package var hotels = SearchRecord()
  @usableFromInline package var weather = SearchRecord()
  @usableFromInline package var activities = SearchRecord()

  @inlinable package init() {}

  @inlinable package subscript(kind: SearchKind) -> SearchRecord {
    get {
      switch kind {
      case .flights: flights
      case .hotels: hotels
      case .weather: weather
      case .activities: activities
      }
    }
    set {
      switch kind {
      case .flights: flights = newValue
      case .hotels: hotels = newValue
      case .weather: weather = newValue
      case .activities: activities = newValue
      }
    }
  }

  /// Returns the searches with a status.
  package func all(_ status: SearchRecord.Status) -> SearchNeeds {
    var needs: SearchNeeds = []
    for kind in SearchKind.allCases where self[kind].status == status { needs.formUnion(kind.need) }
    return needs
  }
}

/// The way the searches are run.
@frozen
@usableFromInline
package enum SearchMode: UInt8, Sendable, CaseIterable, Codable {
  /// All searches at once.
  case parallel
  /// One search after another, for comparison.
  case sequential
}
