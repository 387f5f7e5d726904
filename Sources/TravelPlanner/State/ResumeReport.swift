/// The result of loading the session that a request resumes.
@usableFromInline
package enum ResumeResult: String, Hashable, Sendable, Codable, CaseIterable {
  /// The session was loaded and continued. In all other cases a new session was started.
  case resumed
  case missing
  case expired
  /// The stored session cannot be read.
  case corrupt
  /// The store did not answer.
  case unavailable
}

/// The changes of a resumed session: the results it kept and those it dropped.
@usableFromInline
package struct ResumeReport: Hashable, Sendable, Codable {
  package var result: ResumeResult
  /// The message of the store, if it had one.
  package var detail: String?
  /// The properties of the trip that the request changed.
  package var changes: TripChanges
  /// The searches whose results were kept; of a tour, in at least one city.
  package var kept: SearchNeeds
  /// The searches whose results no longer apply.
  package var dropped: SearchNeeds
  /// A Boolean value that indicates whether the itinerary was kept, because nothing that it depends on changed.
  package var keptItinerary: Bool

  package init(_ result: ResumeResult, detail: String? = nil) {
    self.result = result
    self.detail = detail
    changes = []
    kept = []
    dropped = []
    keptItinerary = false
  }

  private enum CodingKeys: String, CodingKey {
    case result = "start"
    case detail, changes, kept, dropped, keptItinerary
  }
}

extension SearchNeeds {
  /// The names in the order of the searches: `["flights", "hotels"]`.
  package var names: [String] { SearchKind.allCases.filter { contains($0.need) }.map { "\($0)" } }
}

extension SessionState {
  /// The searches whose results are new with this request.
  package var found: SearchNeeds {
    searches.all(.completed).subtracting(segments.isEmpty ? resumeReport?.kept ?? [] : keptForAllCities)
  }

  private var keptForAllCities: SearchNeeds {
    segments.reduce(SearchNeeds.all) { $0.intersection($1.kept) }
  }

  /// A description of the resume report for the traveller; nil if the request resumed no session.
  ///
  /// `Continued: kept flights; new hotels. Dropped weather, because the departure changed.`
  package var resumeText: String? {
    guard let resumeReport else { return nil }
    let cause: String
    switch resumeReport.result {
    case .resumed: return resumedText(resumeReport)
    case .missing: cause = "there is no session \(id)"
    case .expired: cause = "session \(id) has expired"
    case .corrupt: cause = "session \(id) cannot be read"
    case .unavailable: cause = "the store of session \(id) is unavailable"
    }
    return "Started a new session: \(cause)." + (resumeReport.detail.map { "\n\($0)" } ?? "")
  }

  private func resumedText(_ report: ResumeReport) -> String {
    var parts: [String] = []
    if !report.kept.isEmpty { parts.append("kept " + listed(report.kept.names)) }
    if !found.isEmpty { parts.append("new " + listed(found.names)) }
    let failed = searches.all(.failed)
    if !failed.isEmpty { parts.append("missing " + listed(failed.names)) }
    if report.keptItinerary { parts.append("the itinerary is unchanged") }
    var text = "Continued: " + (parts.isEmpty ? "nothing was kept" : parts.joined(separator: "; ")) + "."
    if !report.dropped.isEmpty {
      text += " Dropped \(listed(report.dropped.names))"
      let reasons = report.dropped.reasons(among: report.changes)
      if !reasons.isEmpty { text += ", because the \(listed(reasons)) changed" }
      text += "."
    }
    return text
  }
}

extension SearchNeeds {
  /// Returns the names of those of `changes` that any of these searches depends on.
  func reasons(among changes: TripChanges) -> [String] {
    var relevant: TripChanges = []
    for kind in SearchKind.allCases where contains(kind.need) { relevant.formUnion(kind.dependsOn) }
    return changes.intersection(relevant).names
  }
}

/// Joins words for a sentence: `a`, `a and b`, `a, b and c`.
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
