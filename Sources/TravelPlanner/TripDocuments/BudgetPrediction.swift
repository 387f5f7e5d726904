package import Primitives

/// What the stay will cost according to `BudgetModel`, made before anything is searched.
package struct BudgetPrediction: TripEntity {
  package static let kind = TripRecordKind.budget

  package var tripId: TripID
  package var version = TripRecordVersion(.budget)
  package var source = "budget_model"
  package var createdAt: Timestamp
  package var predictedBudget: PredictedBudget
  package var breakdown: BudgetBreakdown
  package var model: BudgetModelNote
}

package struct PredictedBudget: Hashable, Sendable, Codable {
  package var total: Money
  /// The range the model trusts itself to.
  package var low: Money
  package var high: Money
  package var perDay: Money
  package var perPersonDay: Money
}

/// The total by purpose; adds up to it.
package struct BudgetBreakdown: Hashable, Sendable, Codable {
  package var lodging: Money
  package var food: Money
  package var transport: Money
  package var activities: Money
}

/// Which model said so, and what each of its terms contributed before rounding.
package struct BudgetModelNote: Hashable, Sendable, Codable {
  package var name: String
  /// Of the city, in percent of New York.
  package var priceLevelPercent: Int
  package var terms: [BudgetTerm]
}

package struct BudgetTerm: Hashable, Sendable, Codable {
  package var name: String
  package var amount: Money
}
