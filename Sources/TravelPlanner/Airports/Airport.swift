/// An airport of one of the built-in cities: a table index of two bytes.
///
/// An airport belongs to one city, the first of the table that names it; `City.airports` of other cities may name it as
/// well, as for a valley with two resorts.
@usableFromInline
@frozen
package struct Airport: Hashable, Sendable {
  @usableFromInline package let index: UInt16
  @inlinable init(index: UInt16) { self.index = index }

  /// All airports by code.
  package static var all: [Airport] { AirportTable.shared.records.indices.map { Airport(index: UInt16($0)) } }

  /// The IATA code.
  package var code: String { record.code }
  package var city: City { record.city }

  /// Returns the great-circle distance from a city's centre in kilometres, rounded down; see `City.kilometres(to:)`.
  package func kilometres(from city: City) -> Int {
    CityTable.shared.places[Int(city.index)].direction.kilometres(to: record.direction)
  }

  /// Returns the great-circle distance to another airport in kilometres, rounded down.
  package func kilometres(to other: Airport) -> Int {
    record.direction.kilometres(to: other.record.direction)
  }

  private var record: AirportTable.Record { AirportTable.shared.records[Int(index)] }
}

extension Airport: LosslessStringConvertible, CodableAsText {
  @usableFromInline package var description: String { code }

  /// Finds an airport by its IATA code, ignoring case.
  @usableFromInline package init?(_ text: String) {
    guard let index = AirportTable.shared.index(of: text.uppercased()) else { return nil }
    self.init(index: index)
  }
}

extension City {
  /// The main airport of the city, for which flights are searched.
  package var mainAirport: Airport {
    guard let airport = Airport(airport) else { preconditionFailure("\(airport) is in no table") }
    return airport
  }

  /// Returns the main airports of other cities within `radius` kilometres of this city's centre, the nearest first.
  ///
  /// The city's own airports are left out, since they are searched with the city. Linear in the number of cities.
  package func airportsNearby(within radius: Int) -> [NearbyAirport] {
    var nearby: [NearbyAirport] = []
    let own = airports
    for city in City.all where city != self {
      let airport = city.mainAirport
      // Two resorts of one valley share an airport.
      guard !own.contains(airport.code), !nearby.contains(where: { $0.airport == airport }) else { continue }
      let kilometres = airport.kilometres(from: self)
      if kilometres <= radius {
        nearby.append(NearbyAirport(airport: airport, city: city, kilometres: kilometres))
      }
    }
    return nearby.sorted { ($0.kilometres, $0.airport.code) < ($1.kilometres, $1.airport.code) }
  }
}

/// An airport near a city that it does not serve.
package struct NearbyAirport: Hashable, Sendable, Codable {
  package var airport: Airport
  /// The city with this main airport, as a search names it.
  package var city: City
  /// The great-circle distance from the centre of the city it is near to.
  package var kilometres: Int
}

/// The airports, parsed once from `airportData`.
final class AirportTable: Sendable {
  static let shared = AirportTable()

  struct Record: Sendable {
    let code: String
    let city: City
    let direction: Direction
  }

  /// The records in the order of their codes.
  let records: [Record]

  private init() {
    var serves: [String: City] = [:]
    for city in City.all {
      for code in city.airports where serves[code] == nil { serves[code] = city }
    }
    var records: [Record] = []
    for entry in airportData.split(whereSeparator: { $0 == "," || $0.isNewline }) {
      let fields = entry.split(separator: " ")
      guard fields.count == 3, let latitude = AirportTable.hundredths(fields[1]),
        let longitude = AirportTable.hundredths(fields[2]), let city = serves[String(fields[0])]
      else { preconditionFailure("malformed airport: \(entry)") }
      records.append(
        Record(
          code: String(fields[0]), city: city, direction: Direction(latitude: latitude, longitude: longitude))
      )
    }
    self.records = records.sorted { $0.code < $1.code }
  }

  func index(of code: String) -> UInt16? {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low].code == code ? UInt16(low) : nil
  }

  /// Parses a decimal as hundredths: `-58.42` is -5842.
  private static func hundredths(_ text: Substring) -> Int32? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, parts[1].utf8.count == 2, let whole = Int32(parts[0]), let rest = Int32(parts[1])
    else { return nil }
    return text.hasPrefix("-") ? whole * 100 - rest : whole * 100 + rest
  }
}
