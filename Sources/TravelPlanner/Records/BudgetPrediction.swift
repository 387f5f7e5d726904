public import Primitives

/// What the stay will cost according to `BudgetModel`, made before anything is searched.
public struct BudgetPrediction: TripEntity {
  public static let kind = TripRecordKind.budget

  public var tripId: TripID
  public var version = TripRecordVersion(.budget)
  public var source = "budget_model"
  public var createdAt: Timestamp
  public var predictedBudget: PredictedBudget
  public var breakdown: BudgetBreakdown
  public var model: BudgetModelNote
}

public struct PredictedBudget: Hashable, Sendable, Codable {
  public var total: Money
  /// The range the model trusts itself to.
  public var low: Money
  public var high: Money
  public var perDay: Money
  public var perPersonDay: Money
}

/// The total by purpose; adds up to it.
public struct BudgetBreakdown: Hashable, Sendable, Codable {
  public var lodging: Money
  public var food: Money
  public var transport: Money
  public var activities: Money
}

/// Which model said so, and what each of its terms contributed before rounding.
public struct BudgetModelNote: Hashable, Sendable, Codable {
  public var name: String
  /// Of the city, in percent of New York.
  public var priceLevelPercent: Int
  public var terms: [BudgetTerm]
}

public struct BudgetTerm: Hashable, Sendable, Codable {
  public var name: String
  public var amount: Money
}
