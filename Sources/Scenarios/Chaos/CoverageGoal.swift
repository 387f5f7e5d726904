import Primitives

/// A rare state that a sweep should reach; scenarios ask for it with `sometimes`, Antithesis' word. A sweep that never
/// reached its goals has proved nothing about them.
package enum CoverageGoal: UInt8, Sendable, Hashable, CaseIterable {
  case breakerOpened, breakerClosedAgain, halfOpenProbeFailed, breakerRefusedCall
  case budgetExhausted, attemptsUsedUp, retryAfterHonoured, attemptTimedOut, deadlinePassed
  case bulkheadQueued, bulkheadRefused, rateLimited
  case secondaryServed, everyAlternativeFailed
  case rulesServed, templateServed
  case partialPlan
  case saveFailed, saveRefusedAsStale
  case userGaveUp
  case hedgeWon, staleServed, loadShared
  case processRestarted, effectUnknown, keySeenAgain, bookingTakenOver, refundMade, paymentDeclined

  /// As in files and reports: `halfOpenProbeFailed`.
  package var name: String { "\(self)" }

  package init?(name: some StringProtocol) {
    guard let state = CoverageGoal.allCases.first(where: { $0.name == name }) else { return nil }
    self = state
  }
}

/// The number of times each coverage goal was reached; merges exactly.
package struct CoverageCounts: Sendable, Hashable {
  private var counts = [Int](repeating: 0, count: CoverageGoal.allCases.count)

  package init() {}

  package subscript(state: CoverageGoal) -> Int {
    get { counts[Int(state.rawValue)] }
    set { counts[Int(state.rawValue)] = newValue }
  }

  package mutating func merge(_ other: CoverageCounts) {
    for index in counts.indices { counts[index].addSaturating(other.counts[index]) }
  }

  /// Those that were seen, in the order of `CoverageGoal.allCases`.
  package var seen: [(state: CoverageGoal, count: Int)] {
    zip(CoverageGoal.allCases, counts).filter { $1 > 0 }.map { ($0, $1) }
  }
}

extension CoverageCounts: Codable {
  package init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.singleValueContainer()
    for (name, count) in try container.decode([String: Count<Int>].self).sorted(by: { $0.key < $1.key }) {
      guard let state = CoverageGoal(name: name) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no rare state \"\(name)\"")
      }
      self[state] = count.wrappedValue
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Dictionary(uniqueKeysWithValues: seen.map { ($0.state.name, $0.count) }))
  }
}
