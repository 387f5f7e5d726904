/// Features that a request asks for beyond the core workflow. All are off by default and cost nothing then.
///
/// Options that change the offers, such as filters and preferences, are applied between the searches and the
/// itinerary, by `SearchResults.apply(_:)`.
@usableFromInline
package struct PlanOptions: Hashable, Sendable {
  // Boxed, because requests are copied often and usually share their options.
  private var storage: Indirect<Storage>

  private struct Storage: Hashable, Sendable {
    var budgetShare: BudgetShare
    var reportsDecisions: Bool
    var describesDays: Bool
    var filters: OfferFilters
    var airports: AlternativeAirports?
    var preferenceProfile: Indirect<TravellerProfile>?
    var booking: Indirect<BookingOption>?
  }

  package init(
    budgetShare: BudgetShare = .evenly, reportsDecisions: Bool = false, describesDays: Bool = false,
    filters: OfferFilters = OfferFilters(),
    airports: AlternativeAirports? = nil, preferenceProfile: TravellerProfile? = nil
  ) {
    storage = Indirect(
      Storage(
        budgetShare: budgetShare, reportsDecisions: reportsDecisions, describesDays: describesDays,
        filters: filters,
        airports: airports, preferenceProfile: preferenceProfile.map { Indirect($0) }))
  }

  /// The rule for dividing the budget of a tour among its cities.
  package var budgetShare: BudgetShare {
    get { storage.value.budgetShare }
    set { storage = storage.changed { $0.budgetShare = newValue } }
  }

  /// Report decisions to the observer: the intent, and the candidate chosen for each itinerary.
  @usableFromInline package var reportsDecisions: Bool {
    get { storage.value.reportsDecisions }
    set { storage = storage.changed { $0.reportsDecisions = newValue } }
  }

  /// Have a description of every day written, one after another, each reported and saved when it is done.
  ///
  /// A day that fails is marked as missing, and the next day follows; a resumed session tries it again.
  @usableFromInline package var describesDays: Bool {
    get { storage.value.describesDays }
    set { storage = storage.changed { $0.describesDays = newValue } }
  }

  /// Conditions on the offers, and their order.
  package var filters: OfferFilters {
    get { storage.value.filters }
    set { storage = storage.changed { $0.filters = newValue } }
  }

  /// Search airports nearby as well, and propose those that save money.
  package var airports: AlternativeAirports? {
    get { storage.value.airports }
    set { storage = storage.changed { $0.airports = newValue } }
  }

  /// Rank offers by these preferences, after the filters, and prefer the first ones in the itinerary.
  package var preferenceProfile: TravellerProfile? {
    get { storage.value.preferenceProfile?.value }
    set { storage = storage.changed { $0.preferenceProfile = newValue.map { Indirect($0) } } }
  }

  /// Book and pay the plan.
  package var booking: BookingOption? {
    get { bookingBox?.value }
    set { storage = storage.changed { $0.booking = newValue.map { Indirect($0) } } }
  }

  /// The box of `booking`.
  var bookingBox: Indirect<BookingOption>? { storage.value.booking }
}

extension PlanOptions {
  /// A Boolean value that indicates whether the options leave the results of the searches unchanged.
  @usableFromInline var changesNothing: Bool {
    storage.value.preferenceProfile == nil && storage.value.airports == nil && storage.value.filters.isEmpty
  }

  @usableFromInline var searchesAirports: Bool { storage.value.airports != nil }

  @usableFromInline var books: Bool { bookingBox != nil }
}
