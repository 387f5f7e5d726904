public import Primitives

/// How one search went.
@usableFromInline
@frozen
package struct SearchRecord: Hashable, Sendable, Codable {
  /// Moves from `pending` to `running` to one of the last two, or from `pending` to `skipped`.
  @usableFromInline
  package enum Status: String, Hashable, Sendable, Codable {
    case pending, running, completed, failed, skipped
  }

  @usableFromInline package var status: Status
  @usableFromInline package var startedAt: Timestamp?
  /// Set with `completed` and `failed`.
  @usableFromInline package var completedAt: Timestamp?
  /// Which alternative served it: 0 the primary, 1 the secondary.
  @usableFromInline package var provider: UInt8?
  /// Attempts made at all providers.
  @usableFromInline package var attempts: UInt16

  @inlinable package init(_ status: Status = .pending) {
    self.status = status
    attempts = 0
  }

  /// From start to completion; nil until then.
  @inlinable package var duration: Duration? {
    guard let startedAt, let completedAt else { return nil }
    return .nanoseconds(completedAt.nanosecondsSince1970 - startedAt.nanosecondsSince1970)
  }
}

/// The records of all four.
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

  /// Those with a status.
  package func all(_ status: SearchRecord.Status) -> SearchNeeds {
    var needs: SearchNeeds = []
    for kind in SearchKind.allCases where self[kind].status == status { needs.formUnion(kind.need) }
    return needs
  }
}

/// How the searches are run.
@frozen
@usableFromInline
package enum SearchMode: UInt8, Sendable, CaseIterable, Codable {
  /// All at once.
  case parallel
  /// One after another, for comparison.
  case sequential
}
