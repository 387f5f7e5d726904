public import Primitives

/// The four searches of a trip.
@frozen
public enum SearchKind: UInt8, Sendable, CaseIterable, Codable {
  case flights, hotels, weather, activities

  @inlinable public var need: SearchNeeds { SearchNeeds(rawValue: 1 << rawValue) }

  @inlinable public var step: Step {
    switch self {
    case .flights: .flightSearch
    case .hotels: .hotelSearch
    case .weather: .weatherSearch
    case .activities: .activitySearch
    }
  }

  @inlinable public var skippedStep: Step {
    switch self {
    case .flights: .flightSearchSkipped
    case .hotels: .hotelSearchSkipped
    case .weather: .weatherSearchSkipped
    case .activities: .activitySearchSkipped
    }
  }

  @inlinable public var keptStep: Step {
    switch self {
    case .flights: .flightSearchKept
    case .hotels: .hotelSearchKept
    case .weather: .weatherSearchKept
    case .activities: .activitySearchKept
    }
  }
}

/// How one search went.
@frozen
public struct SearchRecord: Hashable, Sendable, Codable {
  /// Moves from `pending` to `running` to one of the last two, or from `pending` to `skipped`.
  public enum Status: String, Hashable, Sendable, Codable {
    case pending, running, completed, failed, skipped
  }

  public var status: Status
  public var startedAt: Timestamp?
  /// Set with `completed` and `failed`.
  public var completedAt: Timestamp?
  /// Which alternative served it: 0 the primary, 1 the secondary.
  public var provider: UInt8?
  /// Attempts made at all providers.
  public var attempts: UInt16

  @inlinable public init(_ status: Status = .pending) {
    self.status = status
    attempts = 0
  }

  /// From start to completion; nil until then.
  @inlinable public var duration: Duration? {
    guard let startedAt, let completedAt else { return nil }
    return .nanoseconds(completedAt.nanosecondsSince1970 - startedAt.nanosecondsSince1970)
  }
}

/// The records of all four.
@frozen
public struct SearchRecords: Hashable, Sendable, Codable {
  public var flights = SearchRecord()
  public var hotels = SearchRecord()
  public var weather = SearchRecord()
  public var activities = SearchRecord()

  @inlinable public init() {}

  @inlinable public subscript(kind: SearchKind) -> SearchRecord {
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
  public func all(_ status: SearchRecord.Status) -> SearchNeeds {
    var needs: SearchNeeds = []
    for kind in SearchKind.allCases where self[kind].status == status { needs.formUnion(kind.need) }
    return needs
  }
}

/// How the searches are run.
@frozen
public enum SearchMode: UInt8, Sendable, CaseIterable, Codable {
  /// All at once.
  case parallel
  /// One after another, for comparison.
  case sequential
}
