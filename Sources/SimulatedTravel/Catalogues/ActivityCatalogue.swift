package import Primitives
package import TravelPlanner

/// Makes up things to do: realistic, and the same for the same city and wishes whatever else happened.
package struct ActivityCatalogue: Sendable {
  private let offers: SiteGenerator

  private static let categories = 12
  /// More than this nobody scrolls through.
  private static let offersMax = 24

  package init(random: RandomSource) { offers = random.draws(at: "activities.offers") }

  /// Two a day and six to choose from, at most 24, no name twice. Kinds that were asked for come first
  /// and fill up to half of the list; there are no beaches where there is no sea.
  package func activities(for query: ActivityQuery) -> ActivityOffers {
    let count = min(ActivityCatalogue.offersMax, 6 + 2 * max(0, Int(query.days)))
    var maker = Maker(
      query,
      offers.draw(UInt64(query.city.index), UInt64(query.categories.rawValue)))
    var options: [Activity] = []
    options.append(addingCapacity: count) { options in
      var category = maker.firstCategory
      if !query.categories.isEmpty {
        var rounds = ActivityName.perCategory * ActivityCatalogue.categories
        while options.count < count / 2, rounds > 0 {
          if query.categories.rawValue & 1 << UInt16(category) != 0, maker.hasMore(category) {
            options.append(maker.activity(category))
          }
          category = (category + 1) % ActivityCatalogue.categories
          rounds -= 1
        }
      }
      while options.count < count {
        // Steps of five visit all twelve before one comes again.
        category = (category + 5) % ActivityCatalogue.categories
        if maker.hasMore(category) { options.append(maker.activity(category)) }
      }
    }
    return ActivityOffers(options, currency: query.currency)
  }

  /// Makes up one activity after another.
  private struct Maker {
    private var draws: SplitMix64
    /// The first name of each category is drawn, so cities differ.
    private let start: UInt64
    /// The number of names given out per category.
    private var taken = InlineArray<12, UInt8>(repeating: 0)
    private let rate: Currency.Rate
    private let level: Int64

    init(_ query: ActivityQuery, _ draws: SplitMix64) {
      self.draws = draws
      start = self.draws.next()
      rate = query.currency.rate
      level = Int64(50 + query.city.costLevel / 2)
      if !query.city.isByTheSea {
        taken[Int(ActivityCategory.beach.rawValue)] = UInt8(ActivityName.perCategory)
      }
    }

    var firstCategory: Int { Int(start & 0xFF) % ActivityCatalogue.categories }

    func hasMore(_ category: Int) -> Bool { Int(taken[category]) < ActivityName.perCategory }

    /// Part of its caller: the call itself was a fifth of it.
    @inline(__always)
    mutating func activity(_ category: Int) -> Activity {
      let first = Int((start &>> (8 + UInt64(category))) & 0xFF)
      let index = (first + Int(taken[category])) % ActivityName.perCategory
      taken[category] += 1
      let kind = ActivityCatalogue.kinds[category * ActivityName.perCategory + index]
      let bits = draws.next()
      let cents = Int64(kind.dollars) * level * Int64(80 + (bits & 0xFF) % 41) / 100
      return Activity(
        price: Int32(clamping: rate.fromDollarCents(cents)),
        name: ActivityName(category: ActivityCategory(rawValue: UInt8(category))!, index: UInt8(index)),
        durationMinutes: kind.minutes,
        opens: UInt16(kind.opens) * 60, closes: UInt16(kind.closes) * 60,
        distance: UInt16(1 + Int((bits &>> 8) & 0xFFFF) % 60), isIndoor: kind.isIndoor)
    }
  }

  private typealias Kind = (dollars: UInt16, minutes: UInt16, opens: UInt8, closes: UInt8, isIndoor: Bool)

  /// In the order of the name table: ticket in a dear city, length, hours, roof.
  private static let kinds: [Kind] = [
    // museum
    (18, 150, 10, 18, true), (12, 90, 10, 17, true), (20, 150, 9, 18, true), (14, 90, 10, 18, true),
    (16, 105, 11, 19, true), (15, 90, 11, 20, true),
    // food
    (65, 180, 11, 21, false), (80, 180, 10, 20, true), (15, 75, 9, 20, true), (45, 105, 14, 22, true),
    (40, 105, 18, 24, true), (30, 120, 9, 13, false),
    // nature
    (10, 105, 8, 18, false), (0, 90, 6, 22, false), (0, 60, 16, 22, false), (0, 90, 8, 20, false),
    (35, 120, 10, 18, false), (8, 150, 7, 17, false),
    // beach
    (0, 180, 8, 20, false), (55, 180, 9, 16, false), (90, 210, 9, 18, false), (0, 90, 9, 19, false),
    (30, 90, 9, 18, false), (0, 60, 6, 23, false),
    // nightlife
    (25, 120, 19, 24, true), (35, 90, 17, 24, false), (30, 180, 19, 24, true), (0, 90, 18, 24, false),
    (20, 120, 20, 24, true), (45, 105, 19, 23, false),
    // shopping
    (0, 90, 8, 15, false), (0, 105, 9, 19, true), (0, 90, 10, 20, true), (0, 75, 10, 19, true),
    (0, 120, 10, 21, true), (0, 75, 9, 17, false),
    // history
    (0, 105, 8, 22, false), (16, 135, 9, 18, false), (10, 75, 9, 18, true), (14, 120, 8, 18, false),
    (22, 135, 9, 17, true), (28, 150, 10, 18, false),
    // family
    (30, 135, 9, 19, true), (26, 210, 9, 18, false), (20, 150, 10, 18, true), (18, 75, 11, 18, true),
    (55, 300, 10, 21, false), (9, 75, 10, 17, true),
    // art
    (18, 120, 10, 18, true), (25, 120, 10, 18, false), (8, 75, 9, 18, false), (17, 135, 10, 18, true),
    (0, 90, 12, 19, true), (50, 150, 10, 19, true),
    // adventure
    (0, 300, 7, 18, false), (35, 180, 9, 18, false), (48, 150, 9, 17, false), (22, 120, 10, 22, true),
    (40, 150, 9, 18, false), (70, 240, 8, 17, false),
    // wellness
    (40, 150, 9, 22, true), (12, 60, 7, 12, false), (95, 180, 10, 20, true), (45, 90, 10, 22, true),
    (15, 60, 8, 20, true), (25, 60, 10, 20, true),
    // show
    (80, 165, 19, 23, true), (35, 90, 19, 23, true), (50, 120, 19, 23, true), (28, 90, 20, 23, true),
    (75, 150, 18, 23, true), (14, 135, 20, 24, false),
  ]
}
