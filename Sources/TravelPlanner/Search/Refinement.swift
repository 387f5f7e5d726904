/// Something an option did to what the searches found.
package enum Refinement: Hashable, Sendable, Codable {
  /// A condition of a filter, and how many offers it removed.
  case filtered(SearchKind, FilterNote)
  /// The offers stand in the order of the traveller's taste; their scores, in that order.
  case ranked(SearchKind, [OfferScore])
  /// An airport nearby pays.
  case proposed(AirportProposal)

  /// Which offers it is about.
  package var kind: SearchKind {
    switch self {
    case .filtered(let kind, _), .ranked(let kind, _): kind
    case .proposed: .flights
    }
  }

  /// For a reader; nil for what need not be said.
  package var text: String? {
    switch self {
    case .filtered(let kind, let note): "\(kind), \(note)"
    case .ranked(let kind, let scores):
      scores.first.map { "\(kind) by your preferences, the first has \($0)" }
    case .proposed(let proposal): "\(proposal)"
    }
  }

  /// The searches whose offers stand in the order of taste.
  static func ranked(_ refinements: [Refinement]) -> SearchNeeds {
    var needs: SearchNeeds = []
    for case .ranked(let kind, _) in refinements { needs.formUnion(kind.need) }
    return needs
  }
}
