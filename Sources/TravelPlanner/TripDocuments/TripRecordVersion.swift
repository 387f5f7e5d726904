/// The kinds of trip records, in the order in which they are made.
package enum TripRecordKind: String, Hashable, Sendable, Codable, CaseIterable {
  case intent, budget, research, candidates, final, booking, confirmation

  /// The start of its versions: `budget_ml` of `budget_ml_v1`.
  package var versionName: String {
    switch self {
    case .intent: "intent"
    case .budget: "budget_ml"
    case .research: "agent"
    case .candidates: "optimizer"
    case .final: "final"
    case .booking: "booking"
    case .confirmation: "confirmation"
    }
  }

  /// The folder of the file layout and the table's name.
  package var folder: String {
    switch self {
    case .intent: "intents"
    case .budget: "budgets"
    case .research: "research"
    case .candidates, .final: "itineraries"
    case .booking, .confirmation: "bookings"
    }
  }
}

/// The version of a record: `intent_v1` is the first of its kind, a change of it is `intent_v2`.
package struct TripRecordVersion: Hashable, Sendable {
  package let kind: TripRecordKind
  /// The number of the version, from 1.
  package let number: Int

  package init(_ kind: TripRecordKind, _ number: Int = 1) {
    precondition(number > 0, "versions count from 1, was \(number)")
    self.kind = kind
    self.number = number
  }

  package var next: TripRecordVersion { TripRecordVersion(kind, number + 1) }
}

extension TripRecordVersion: LosslessStringConvertible, CodableAsText {
  package var description: String { "\(kind.versionName)_v\(number)" }

  /// Parses the form of `description`.
  package init?(_ text: String) {
    guard let mark = text.lastIndex(of: "v"), mark > text.startIndex else { return nil }
    let name = text[..<text.index(before: mark)]
    guard let kind = TripRecordKind.allCases.first(where: { $0.versionName == name }),
      let number = Int(text[text.index(after: mark)...]), number > 0
    else { return nil }
    self.init(kind, number)
    // One spelling each: no sign, no leading zero, an underscore before the v.
    guard description == text else { return nil }
  }
}
