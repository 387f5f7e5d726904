/// A built-in city: a table index of two bytes.
///
/// Names, airports and coordinates are looked up when they are read. The table is in alphabetical order and may change
/// between versions, so the stored form of a city is its name.
@usableFromInline
@frozen
package struct City: Hashable, Sendable {
  @usableFromInline package let index: UInt16

  @inlinable init(index: UInt16) { self.index = index }

  /// All cities in the order of their names.
  package static var all: [City] { CityTable.shared.records.indices.map { City(index: UInt16($0)) } }

  package var name: String { record.name }
  package var country: String { record.country }
  /// The local currency.
  package var currency: Currency { record.currency }
  /// The IATA code of the main airport, for which flights are searched.
  package var airport: String { record.airports[0] }
  /// The IATA codes of the city's airports, the main one first.
  package var airports: [String] { record.airports }
  /// The latitude in hundredths of a degree, north positive.
  package var latitude: Int32 { CityTable.shared.places[Int(index)].latitude }
  /// The longitude in hundredths of a degree, east positive.
  package var longitude: Int32 { CityTable.shared.places[Int(index)].longitude }
  /// The minutes by which local standard time is ahead of UTC, without daylight saving.
  @usableFromInline
  package var minutesAheadOfUTC: Int { Int(CityTable.shared.places[Int(index)].minutesAheadOfUTC) }
  /// The price of a hotel night in percent of New York.
  package var costLevel: Int { Int(CityTable.shared.places[Int(index)].costLevel) }

  /// A Boolean value that indicates whether the city has a beach.
  package var isByTheSea: Bool { CityTable.shared.places[Int(index)].isByTheSea }

  /// Returns the great-circle distance in kilometres, rounded down, on a sphere with a radius of 6,371 km.
  ///
  /// Uses no libm, so it is the same on every machine. Accurate to 0.5 % of the distance on the real Earth.
  ///
  ///     City("London")!.kilometres(to: City("Paris")!)   // 343
  package func kilometres(to other: City) -> Int {
    let places = CityTable.shared.places
    return places[Int(index)].direction.kilometres(to: places[Int(other.index)].direction)
  }

  private var record: CityTable.Record { CityTable.shared.records[Int(index)] }
}

extension City: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let city = City(name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such city: \(name)")
    }
    self = city
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
