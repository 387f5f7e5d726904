/// One city of a tour: the way there, the stay, and what was found for it.
@usableFromInline
package struct TourSegment: Hashable, Sendable, Codable {
  /// A one-way flight from the city before; the budget is this city's share.
  package var trip: Trip
  package var results: SearchResults
  /// What went wrong here; the other cities stand.
  package var errors: [StepError]
  /// Searches whose results came with a resumed session.
  package var kept: SearchNeeds

  package init(_ trip: Trip) {
    self.trip = trip
    results = SearchResults()
    errors = []
    kept = []
  }

  /// Some search failed.
  package var isPartial: Bool { !results.searches.all(.failed).isEmpty }

  /// Every search that was wanted failed.
  package var hasFailed: Bool { isPartial && results.searches.all(.completed).isEmpty }
}

extension SearchRecords {
  /// Of a tour's cities, the records that stand for all: failed when one failed, from the first start to the
  /// last completion.
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
