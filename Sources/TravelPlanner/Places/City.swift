/// One of the built-in cities: two bytes that index the table.
///
/// Names, airports and coordinates are looked up when somebody reads them. The order of the table is
/// alphabetical and may change between versions, so what is stored is the name.
@usableFromInline
@frozen
package struct City: Hashable, Sendable {
  @usableFromInline package let index: UInt16

  @inlinable init(index: UInt16) { self.index = index }

  /// All cities, by name.
  package static var all: [City] { CityTable.shared.records.indices.map { City(index: UInt16($0)) } }

  package var name: String { record.name }
  package var country: String { record.country }
  /// What is paid with there.
  package var currency: Currency { record.currency }
  /// IATA code of the airport that flights are shown for.
  package var airport: String { record.airports[0] }
  /// IATA codes of the airports that serve the city, the main one first.
  package var airports: [String] { record.airports }
  /// Hundredths of a degree, north positive.
  package var latitude: Int32 { CityTable.shared.places[Int(index)].latitude }
  /// Hundredths of a degree, east positive.
  package var longitude: Int32 { CityTable.shared.places[Int(index)].longitude }
  /// Minutes that local standard time is ahead of UTC. Daylight saving is left out.
  @usableFromInline
  package var minutesAheadOfUTC: Int { Int(CityTable.shared.places[Int(index)].minutesAheadOfUTC) }
  /// What a hotel night costs, in percent of New York.
  package var costLevel: Int { Int(CityTable.shared.places[Int(index)].costLevel) }

  /// There is a beach to go to.
  package var isByTheSea: Bool { CityTable.shared.places[Int(index)].isByTheSea }

  /// Great-circle kilometres, rounded down, on a sphere of radius 6,371 km.
  ///
  /// The same on every machine: table vectors and polynomials, no libm. Good to 0.5 % on the real Earth.
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
