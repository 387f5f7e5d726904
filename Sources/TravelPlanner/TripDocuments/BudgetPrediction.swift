package import Primitives

/// The record of the cost that `BudgetModel` predicts before the searches.
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
  /// The lower end of the range by the margin of the model.
  package var low: Money
  package var high: Money
  package var perDay: Money
  package var perPersonDay: Money
}

/// The total by purpose. The parts add up to the total.
package struct BudgetBreakdown: Hashable, Sendable, Codable {
  package var lodging: Money
  package var food: Money
  package var transport: Money
  package var activities: Money
}

/// The model of a prediction, with the contribution of each term before rounding.
package struct BudgetModelNote: Hashable, Sendable, Codable {
  package var name: String
  /// The price level of the city in percent of New York.
  package var priceLevelPercent: Int
  package var terms: [BudgetTerm]
}

package struct BudgetTerm: Hashable, Sendable, Codable {
  package var name: String
  package var amount: Money
}
