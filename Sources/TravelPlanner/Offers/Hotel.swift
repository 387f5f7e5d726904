public import Primitives

/// A query for hotels in a city.
@frozen
@usableFromInline
package struct HotelQuery: Hashable, Sendable {
  package var city: City
  package var checkIn: CalendarDay
  package var nights: Int16
  package var guests: UInt8
  /// The lowest rating in tenths of a star.
  package var minimumRating: UInt8
  @usableFromInline package var currency: Currency

  package init(
    city: City, checkIn: CalendarDay, nights: Int16, guests: UInt8 = 1, minimumRating: UInt8 = 30,
    currency: Currency = .usd
  ) {
    self.city = city
    self.checkIn = checkIn
    self.nights = nights
    self.guests = guests
    self.minimumRating = minimumRating
    self.currency = currency
  }
}

/// The answer to a hotel search, best rating first.
@usableFromInline
package struct HotelOffers: Hashable, Sendable, Codable {
  @usableFromInline package var options: [Hotel]
  @usableFromInline package var currency: Currency

  @usableFromInline package init(_ options: [Hotel] = [], currency: Currency = .usd) {
    self.options = options
    self.currency = currency
  }
}

/// A hotel on offer. Two guests share a room. 16 bytes.
@usableFromInline
@frozen
package struct Hotel: Hashable, Sendable, Codable {
  /// The provider's number of the offer, printed as `HT` and the digits.
  @usableFromInline package var id: UInt32
  /// The price of one room, in minor units of the offers' currency.
  @usableFromInline package var pricePerNight: Int32
  @usableFromInline package var amenities: Amenities
  /// The distance to the centre in hundreds of metres.
  @usableFromInline package var distanceToCentre: UInt16
  @usableFromInline package var name: HotelName
  /// The rating in tenths of a star, 25…50.
  @usableFromInline package var rating: UInt8

  @inlinable package init(
    id: UInt32, pricePerNight: Int32, amenities: Amenities, distanceToCentre: UInt16, name: HotelName,
    rating: UInt8
  ) {
    self.id = id
    self.pricePerNight = pricePerNight
    self.amenities = amenities
    self.distanceToCentre = distanceToCentre
    self.name = name
    self.rating = rating
  }

  /// Returns the price of all nights and the necessary rooms, in minor units.
  @inlinable package func price(nights: Int, guests: Int) -> Int64 {
    Int64(pricePerNight) * Int64(nights) * Int64((guests + 1) / 2)
  }
}

/// The name of a hotel as two indices in the table of name parts.
@usableFromInline
@frozen
package struct HotelName: Hashable, Sendable, Codable {
  @usableFromInline package var first: UInt8
  @usableFromInline package var second: UInt8

  @inlinable package init(first: UInt8, second: UInt8) {
    self.first = first
    self.second = second
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    first = try values.decode(UInt8.self, forKey: .first)
    second = try values.decode(UInt8.self, forKey: .second)
    guard Int(first) < HotelName.firstCount, Int(second) < HotelName.secondCount else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "there is no hotel name \(first), \(second)"))
    }
  }

  // Computed, so that callers in other modules divide by a constant when they draw a name.
  @inlinable package static var firstCount: Int { 24 }
  @inlinable package static var secondCount: Int { 10 }

  /// Returns the name: `Riverside Lodge Lisbon`.
  package func text(in city: City) -> String {
    "\(HotelName.firstParts[Int(first)]) \(HotelName.secondParts[Int(second)]) \(city.name)"
  }

  private static let firstParts: [String] = [
    "Grand", "City Center", "Riverside", "Old Town", "Royal", "Park", "Garden", "Harbour", "Panorama",
    "Station", "Cathedral", "Market", "Boutique", "Central", "Golden", "Silver", "Lantern", "Lighthouse",
    "Orchard", "Bellevue", "Castle", "Terrace", "Opera", "Museum",
  ]
  private static let secondParts: [String] = [
    "Hotel", "Inn", "Suites", "Lodge", "Palace", "House", "Residence", "Rooms", "Plaza", "Court",
  ]
}

@usableFromInline
@frozen
package struct Amenities: OptionSet, Hashable, Sendable, Codable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let wifi = Amenities(rawValue: 1 << 0)
  package static let breakfast = Amenities(rawValue: 1 << 1)
  package static let parking = Amenities(rawValue: 1 << 2)
  package static let bar = Amenities(rawValue: 1 << 3)
  package static let restaurant = Amenities(rawValue: 1 << 4)
  package static let gym = Amenities(rawValue: 1 << 5)
  package static let roomService = Amenities(rawValue: 1 << 6)
  package static let airportShuttle = Amenities(rawValue: 1 << 7)
  package static let pool = Amenities(rawValue: 1 << 8)
  package static let spa = Amenities(rawValue: 1 << 9)
  package static let petFriendly = Amenities(rawValue: 1 << 10)
  package static let rooftop = Amenities(rawValue: 1 << 11)

  /// The number of amenities.
  @inlinable package static var kinds: Int { 12 }

  /// The names in the order of the declarations.
  package var names: [String] {
    Amenities.allNames.indices.filter { rawValue & (1 << UInt16($0)) != 0 }.map { Amenities.allNames[$0] }
  }

  private static let allNames: [String] = [
    "wifi", "breakfast", "parking", "bar", "restaurant", "gym", "room service", "airport shuttle", "pool",
    "spa", "pets welcome", "rooftop",
  ]
}
