/// What a request may ask for beyond the core. Everything is off unless it is asked for here, and costs
/// nothing then.
///
/// Options that look at what the searches found, such as filters, re-ranking and further airports, act in
/// `Planner.refine(_:for:as:key:)`: the one stage between the searches and the itinerary.
@usableFromInline
package struct PlanOptions: Hashable, Sendable {
  // On the heap: a request is copied on its way, and with the same options as many others.
  private var wishes: Indirect<Wishes>

  private struct Wishes: Hashable, Sendable {
    var budgetShare: BudgetShare
    var tellsDecisions: Bool
    var writesDays: Bool
    var filters: OfferFilters
    var airports: AlternativeAirports?
    var taste: Indirect<TravellerProfile>?
    var booking: Indirect<BookingOption>?
  }

  package init(
    budgetShare: BudgetShare = .evenly, tellsDecisions: Bool = false, writesDays: Bool = false,
    filters: OfferFilters = OfferFilters(),
    airports: AlternativeAirports? = nil, taste: TravellerProfile? = nil
  ) {
    wishes = Indirect(
      Wishes(
        budgetShare: budgetShare, tellsDecisions: tellsDecisions, writesDays: writesDays, filters: filters,
        airports: airports, taste: taste.map { Indirect($0) }))
  }

  /// How a tour's budget is shared between its cities.
  package var budgetShare: BudgetShare {
    get { wishes.value.budgetShare }
    set { wishes = wishes.changed { $0.budgetShare = newValue } }
  }

  /// Tell the observer what was kept, dropped and chosen, and how each city of a tour comes on.
  @usableFromInline package var tellsDecisions: Bool {
    get { wishes.value.tellsDecisions }
    set { wishes = wishes.changed { $0.tellsDecisions = newValue } }
  }

  /// Have the words of every day written, one day after another, each published and saved as it is done. A
  /// day that fails is marked, and the rest continue; a resumed session tries it again.
  @usableFromInline package var writesDays: Bool {
    get { wishes.value.writesDays }
    set { wishes = wishes.changed { $0.writesDays = newValue } }
  }

  /// What offers must be like, and in which order they come.
  package var filters: OfferFilters {
    get { wishes.value.filters }
    set { wishes = wishes.changed { $0.filters = newValue } }
  }

  /// Search airports nearby as well, alongside the flights that were asked for, and say when one pays.
  package var airports: AlternativeAirports? {
    get { wishes.value.airports }
    set { wishes = wishes.changed { $0.airports = newValue } }
  }

  /// Put offers in the order of this taste, after the filters, and prefer what comes first.
  package var taste: TravellerProfile? {
    get { wishes.value.taste?.value }
    set { wishes = wishes.changed { $0.taste = newValue.map { Indirect($0) } } }
  }

  /// Book and pay what is planned.
  package var booking: BookingOption? {
    get { booked?.value }
    set { wishes = wishes.changed { $0.booking = newValue.map { Indirect($0) } } }
  }

  /// What `booking` copies.
  var booked: Indirect<BookingOption>? { wishes.value.booking }
}

extension PlanOptions {
  /// They ask for nothing that changes what was found.
  @usableFromInline var leavesOffers: Bool {
    wishes.value.taste == nil && wishes.value.airports == nil && wishes.value.filters.isEmpty
  }

  @usableFromInline var searchesAirports: Bool { wishes.value.airports != nil }

  @usableFromInline var books: Bool { booked != nil }
}
