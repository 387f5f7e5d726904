/// A city of a tour: the journey there, the stay, and the results of its searches.
@usableFromInline
package struct TourSegment: Hashable, Sendable, Codable {
  /// The trip: a one-way flight from the previous city, with this city's share of the budget.
  package var trip: Trip
  package var results: SearchResults
  /// The errors of this city. Other cities are not affected.
  package var errors: [StepError]
  /// The searches whose results were kept from a resumed session.
  package var kept: SearchNeeds

  package init(_ trip: Trip) {
    self.trip = trip
    results = SearchResults()
    errors = []
    kept = []
  }

  /// A Boolean value that indicates whether a search failed.
  package var isPartial: Bool { !results.searches.all(.failed).isEmpty }

  /// A Boolean value that indicates whether every needed search failed.
  package var hasFailed: Bool { isPartial && results.searches.all(.completed).isEmpty }
}

extension SearchRecords {
  /// Creates a summary of the cities of a tour: a search has failed if it failed in one city, and lasted from the first
  /// start to the last end.
  init(summarising segments: [TourSegment]) {
    self.init()
    for kind in SearchKind.allCases {
      var summary = SearchRecord(.skipped)
      for segment in segments {
        let record = segment.results.searches[kind]
        switch (summary.status, record.status) {
        case (.failed, _), (_, .skipped), (_, .pending): break
        case (_, .failed), (_, .running), (_, .completed): summary.status = record.status
        }
        summary.attempts = UInt16(clamping: Int(summary.attempts) + Int(record.attempts))
        summary.provider = max(summary.provider ?? 0, record.provider ?? 0)
        if let start = record.startedAt { summary.startedAt = min(summary.startedAt ?? start, start) }
        if let end = record.completedAt { summary.completedAt = max(summary.completedAt ?? end, end) }
      }
      if summary.status != .completed { summary.provider = nil }
      self[kind] = summary
    }
  }
}
