/// How a request that resumes a session went on from it.
@usableFromInline
package struct Continuation: Hashable, Sendable, Codable {
  /// What the session was when it was to be resumed.
  @usableFromInline
  package enum Start: String, Hashable, Sendable, Codable, CaseIterable {
    /// It was there, and was gone on from.
    case resumed
    /// There was none, so this is a new one. The others are new ones as well.
    case missing
    case expired
    /// What was kept could not be read.
    case corrupt
    /// The store did not answer.
    case unavailable
  }

  package var start: Start
  /// The store's own words when it had something to say.
  package var detail: String?
  /// What the request changed about the trip.
  package var changes: TripChanges
  /// Searches whose results were kept; of a tour, for at least one city.
  package var kept: SearchNeeds
  /// Searches that had results which no longer apply.
  package var dropped: SearchNeeds
  /// The itinerary stands as it was: nothing that it rests on has changed.
  package var keptItinerary: Bool

  package init(_ start: Start, detail: String? = nil) {
    self.start = start
    self.detail = detail
    changes = []
    kept = []
    dropped = []
    keptItinerary = false
  }
}

extension SearchNeeds {
  /// In the order of the searches: `["flights", "hotels"]`.
  package var names: [String] { SearchKind.allCases.filter { contains($0.need) }.map { "\($0)" } }
}

extension SessionState {
  /// What this request found anew; of a session that was not resumed, everything that was found.
  package var found: SearchNeeds {
    searches.all(.completed).subtracting(segments.isEmpty ? continuation?.kept ?? [] : keptForAllCities)
  }

  private var keptForAllCities: SearchNeeds {
    segments.reduce(SearchNeeds.all) { $0.intersection($1.kept) }
  }

  /// `Continued: kept flights; new hotels. Dropped weather, because the departure changed.`; nil when nothing
  /// was to be resumed.
  package var continuationText: String? {
    guard let continuation else { return nil }
    let cause: String
    switch continuation.start {
    case .resumed: return resumedText(continuation)
    case .missing: cause = "there is no session \(id)"
    case .expired: cause = "session \(id) has expired"
    case .corrupt: cause = "session \(id) cannot be read"
    case .unavailable: cause = "the store could not be asked for session \(id)"
    }
    return "Started anew: \(cause)." + (continuation.detail.map { "\n\($0)" } ?? "")
  }

  private func resumedText(_ continuation: Continuation) -> String {
    var parts: [String] = []
    if !continuation.kept.isEmpty { parts.append("kept " + listed(continuation.kept.names)) }
    if !found.isEmpty { parts.append("new " + listed(found.names)) }
    let failed = searches.all(.failed)
    if !failed.isEmpty { parts.append("missing " + listed(failed.names)) }
    if continuation.keptItinerary { parts.append("the itinerary stands") }
    var text = "Continued: " + (parts.isEmpty ? "nothing was kept" : parts.joined(separator: "; ")) + "."
    if !continuation.dropped.isEmpty {
      text += " Dropped \(listed(continuation.dropped.names))"
      let reasons = continuation.dropped.reasons(among: continuation.changes)
      if !reasons.isEmpty { text += ", because the \(listed(reasons)) changed" }
      text += "."
    }
    return text
  }
}

extension SearchNeeds {
  /// The changes among `changes` that any of these searches depends on.
  func reasons(among changes: TripChanges) -> [String] {
    var relevant: TripChanges = []
    for kind in SearchKind.allCases where contains(kind.need) { relevant.formUnion(kind.dependsOn) }
    return changes.intersection(relevant).names
  }
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
