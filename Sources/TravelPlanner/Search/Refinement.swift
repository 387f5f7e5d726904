/// An effect of an option on the results of the searches.
package enum Refinement: Hashable, Sendable, Codable {
  /// A condition of a filter with the number of offers it removed.
  case filtered(SearchKind, FilterNote)
  /// The offers are in the order of the traveller's preferences, with these scores.
  case ranked(SearchKind, [OfferScore])
  /// An airport nearby saves money.
  case proposed(AirportProposal)

  /// The search whose offers it concerns.
  package var kind: SearchKind {
    switch self {
    case .filtered(let kind, _), .ranked(let kind, _): kind
    case .proposed: .flights
    }
  }

  /// A description for the traveller; nil if there is nothing to report.
  package var text: String? {
    switch self {
    case .filtered(let kind, let note): "\(kind), \(note)"
    case .ranked(let kind, let scores):
      scores.first.map { "\(kind) by your preferences, the first has \($0)" }
    case .proposed(let proposal): "\(proposal)"
    }
  }

  /// Returns the searches whose offers are in the order of preferences.
  static func ranked(_ refinements: [Refinement]) -> SearchNeeds {
    var needs: SearchNeeds = []
    for case .ranked(let kind, _) in refinements { needs.formUnion(kind.need) }
    return needs
  }
}
