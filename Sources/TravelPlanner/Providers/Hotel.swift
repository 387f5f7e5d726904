public import Primitives

/// What a hotel search looks for.
@frozen
public struct HotelQuery: Hashable, Sendable {
  public var city: City
  public var checkIn: CalendarDay
  public var nights: Int16
  public var guests: UInt8
  /// Tenths of a star; anything lower is left out.
  public var minimumRating: UInt8
  public var currency: Currency

  public init(
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
public struct HotelOffers: Hashable, Sendable, Codable {
  public var options: [Hotel]
  public var currency: Currency

  public init(_ options: [Hotel] = [], currency: Currency = .usd) {
    self.options = options
    self.currency = currency
  }
}

/// One hotel on offer, 16 bytes. Two guests share a room.
@frozen
public struct Hotel: Hashable, Sendable, Codable {
  /// The provider's number, printed `HT` and the digits.
  public var id: UInt32
  /// For one room, in minor units of the offers' currency.
  public var pricePerNight: Int32
  public var amenities: Amenities
  /// Hundreds of metres.
  public var distanceToCentre: UInt16
  public var name: HotelName
  /// Tenths of a star, 25…50.
  public var rating: UInt8

  @inlinable public init(
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

  /// For all nights and as many rooms as it takes, in minor units.
  @inlinable public func price(nights: Int, guests: Int) -> Int64 {
    Int64(pricePerNight) * Int64(nights) * Int64((guests + 1) / 2)
  }
}

/// A hotel's name as two places in the table of name parts.
@frozen
public struct HotelName: Hashable, Sendable, Codable {
  public var first: UInt8
  public var second: UInt8

  @inlinable public init(first: UInt8, second: UInt8) {
    self.first = first
    self.second = second
  }

  // Constants: who draws a name divides by them.
  public static let firstCount = 24
  public static let secondCount = 10

  /// `Riverside Lodge Lisbon`
  public func text(in city: City) -> String {
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

@frozen
public struct Amenities: OptionSet, Hashable, Sendable, Codable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let wifi = Amenities(rawValue: 1 << 0)
  public static let breakfast = Amenities(rawValue: 1 << 1)
  public static let parking = Amenities(rawValue: 1 << 2)
  public static let bar = Amenities(rawValue: 1 << 3)
  public static let restaurant = Amenities(rawValue: 1 << 4)
  public static let gym = Amenities(rawValue: 1 << 5)
  public static let roomService = Amenities(rawValue: 1 << 6)
  public static let airportShuttle = Amenities(rawValue: 1 << 7)
  public static let pool = Amenities(rawValue: 1 << 8)
  public static let spa = Amenities(rawValue: 1 << 9)
  public static let petFriendly = Amenities(rawValue: 1 << 10)
  public static let rooftop = Amenities(rawValue: 1 << 11)

  /// How many kinds there are.
  public static let kinds = 12

  /// In the order above.
  public var names: [String] {
    Amenities.allNames.indices.filter { rawValue & (1 << UInt16($0)) != 0 }.map { Amenities.allNames[$0] }
  }

  private static let allNames: [String] = [
    "wifi", "breakfast", "parking", "bar", "restaurant", "gym", "room service", "airport shuttle", "pool",
    "spa", "pets welcome", "rooftop",
  ]
}
