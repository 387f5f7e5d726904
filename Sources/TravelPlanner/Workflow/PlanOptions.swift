/// What a request may ask for beyond the core. Everything is off unless it is asked for here, and costs
/// nothing then.
///
/// Options that look at what the searches found, such as filters, re-ranking and further airports, act in
/// `Planner.refine(_:for:as:key:)`: the one stage between the searches and the itinerary.
public struct PlanOptions: Hashable, Sendable {
  /// How a tour's budget is shared between its cities.
  public var budgetShare: BudgetShare
  /// Tell the observer what was kept, dropped and chosen, and how each city of a tour comes on.
  public var tellsDecisions: Bool
  /// Have the words of every day written, one day after another, each published and saved as it is done. A
  /// day that fails is marked, and the rest continue; a resumed session tries it again.
  public var writesDays: Bool
  /// What offers must be like, and in which order they come.
  public var filters: OfferFilters
  /// Search airports nearby as well, alongside the flights that were asked for, and say when one pays.
  public var airports: AlternativeAirports?
  /// Put offers in the order of this taste, after the filters, and prefer what comes first.
  public var taste: TravellerProfile?
  /// Book and pay what is planned.
  public var booking: BookingOption?

  public init(
    budgetShare: BudgetShare = .evenly, tellsDecisions: Bool = false, writesDays: Bool = false,
    filters: OfferFilters = OfferFilters(),
    airports: AlternativeAirports? = nil, taste: TravellerProfile? = nil
  ) {
    self.budgetShare = budgetShare
    self.tellsDecisions = tellsDecisions
    self.writesDays = writesDays
    self.filters = filters
    self.airports = airports
    self.taste = taste
  }
}

extension PlanOptions {
  /// They ask for nothing that changes what was found.
  @usableFromInline var leavesOffers: Bool { filters.isEmpty && airports == nil && taste == nil }
}

/// How a tour's budget is shared between its cities.
@frozen
public enum BudgetShare: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The same for each; the first cities get what does not divide.
  case evenly
  /// In proportion to the nights spent there, rounded down; the last city gets the rest.
  case byNights
}

/// Options on the heap: a request is copied on its way, and most have none.
final class PlanOptionsBox: Hashable, Sendable {
  let options: PlanOptions

  init(_ options: PlanOptions) { self.options = options }

  static func == (left: PlanOptionsBox, right: PlanOptionsBox) -> Bool { left.options == right.options }
  func hash(into hasher: inout Hasher) { hasher.combine(options) }
}
