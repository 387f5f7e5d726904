public import Primitives

/// A query for activities in a city.
@frozen
@usableFromInline
package struct ActivityQuery: Hashable, Sendable {
  package var city: City
  package var firstDay: CalendarDay
  package var days: Int16
  /// The wanted categories; empty for all.
  package var categories: ActivityCategories
  @usableFromInline package var currency: Currency

  package init(
    city: City, firstDay: CalendarDay, days: Int16, categories: ActivityCategories = [],
    currency: Currency = .usd
  ) {
    self.city = city
    self.firstDay = firstDay
    self.days = days
    self.categories = categories
    self.currency = currency
  }
}

/// The answer to an activity search, best match first.
@usableFromInline
package struct ActivityOffers: Hashable, Sendable, Codable {
  @usableFromInline package var options: [Activity]
  @usableFromInline package var currency: Currency

  @usableFromInline package init(_ options: [Activity] = [], currency: Currency = .usd) {
    self.options = options
    self.currency = currency
  }
}

/// An activity on offer. 16 bytes.
@usableFromInline
@frozen
package struct Activity: Hashable, Sendable, Codable {
  /// The price of a ticket in minor units of the offers' currency; 0 is free.
  @usableFromInline package var price: Int32
  @usableFromInline package var name: ActivityName
  @usableFromInline package var durationMinutes: UInt16
  /// The opening time in minutes after midnight, local time.
  @usableFromInline package var opens: UInt16
  /// The closing time, after `opens`; 1440 is midnight.
  @usableFromInline package var closes: UInt16
  /// The distance to the centre in hundreds of metres.
  @usableFromInline package var distance: UInt16
  @usableFromInline package var isIndoor: Bool

  @inlinable package init(
    price: Int32, name: ActivityName, durationMinutes: UInt16, opens: UInt16, closes: UInt16,
    distance: UInt16, isIndoor: Bool
  ) {
    self.price = price
    self.name = name
    self.durationMinutes = durationMinutes
    self.opens = opens
    self.closes = closes
    self.distance = distance
    self.isIndoor = isIndoor
  }

  @inlinable package var category: ActivityCategory { name.category }
}

@frozen
@usableFromInline
package enum ActivityCategory: UInt8, Sendable, CaseIterable, Codable {
  case museum, food, nature, beach, nightlife, shopping, history, family, art, adventure, wellness, show

  package var name: String {
    [
      "museum", "food", "nature", "beach", "nightlife", "shopping", "history", "family", "art", "adventure",
      "wellness", "show",
    ][Int(rawValue)]
  }
}

@usableFromInline
@frozen
package struct ActivityCategories: OptionSet, Hashable, Sendable, Codable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable package init(_ category: ActivityCategory) { rawValue = 1 << UInt16(category.rawValue) }

  @inlinable package func contains(_ category: ActivityCategory) -> Bool {
    rawValue & (1 << UInt16(category.rawValue)) != 0
  }
}

/// The name of an activity as its index in the table of names.
@usableFromInline
@frozen
package struct ActivityName: Hashable, Sendable, Codable {
  @usableFromInline package var category: ActivityCategory
  @usableFromInline package var index: UInt8

  @inlinable package init(category: ActivityCategory, index: UInt8) {
    self.category = category
    self.index = index
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    category = try values.decode(ActivityCategory.self, forKey: .category)
    index = try values.decode(UInt8.self, forKey: .index)
    guard Int(index) < ActivityName.perCategory else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "there is no activity \(index)"))
    }
  }

  /// The number of names of each category.
  @inlinable package static var perCategory: Int { 6 }

  /// The name: `Walk through the old town`.
  package var text: String {
    ActivityName.table[Int(category.rawValue) * ActivityName.perCategory + Int(index)]
  }

  private static let table: [String] = [
    // museum
    "National museum", "City history museum", "Museum of science", "Maritime museum", "Museum of design",
    "Photography museum",
    // food
    "Street food tour", "Cooking class", "Central food hall", "Wine and cheese tasting",
    "Dinner at a neighbourhood bistro", "Coffee and pastry walk",
    // nature
    "Botanical garden", "Riverside walk", "Viewpoint at sunset", "City park picnic", "Lake boat trip",
    "Bird reserve",
    // beach
    "City beach", "Snorkelling trip", "Sailing along the coast", "Beach volleyball", "Paddle boarding",
    "Seaside promenade",
    // nightlife
    "Jazz bar", "Rooftop cocktails", "Pub crawl", "Night market", "Live music club", "Evening river cruise",
    // shopping
    "Flea market", "Covered bazaar", "Design shops", "Bookshop quarter", "Department stores", "Crafts market",
    // history
    "Walk through the old town", "Castle and ramparts", "Cathedral and treasury", "Archaeological site",
    "Royal palace", "Guided history walk",
    // family
    "Aquarium", "Zoo", "Science centre for children", "Puppet theatre", "Amusement park", "Tram museum",
    // art
    "Gallery of modern art", "Street art tour", "Sculpture garden", "Old masters gallery", "Artists' studios",
    "Pottery workshop",
    // adventure
    "Day hike in the hills", "Bicycle tour", "Kayaking", "Climbing hall", "Zip line park", "Rafting",
    // wellness
    "Thermal baths", "Yoga in the park", "Spa afternoon", "Hammam", "Meditation class", "Salt cave",
    // show
    "Opera performance", "Folk dance show", "Symphony concert", "Comedy night", "Musical", "Open-air cinema",
  ]
}
