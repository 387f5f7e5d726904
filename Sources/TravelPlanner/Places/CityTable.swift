/// The table of cities, parsed once from `cityData`.
final class CityTable: Sendable {
  static let shared = CityTable()

  struct Record: Sendable {
    let name: String
    let country: String
    let currency: Currency
    let airports: [String]
    let otherNames: [String]
  }

  /// The numeric properties of a city.
  struct Place: Sendable {
    let latitude: Int32
    let longitude: Int32
    let minutesAheadOfUTC: Int16
    let costLevel: Int16
    let isByTheSea: Bool
    let direction: Direction
  }

  let records: [Record]
  let places: [Place]

  private init() {
    var records: [Record] = []
    var places: [Place] = []
    for line in cityData.split(separator: "\n") {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 10, let currency = Currency(code: fields[2]),
        let latitude = CityTable.hundredths(fields[3]), let longitude = CityTable.hundredths(fields[4]),
        let offset = CityTable.minutes(fields[5]), let cost = Int16(fields[6])
      else { preconditionFailure("malformed city: \(line)") }
      records.append(
        Record(
          name: fields[0], country: fields[1], currency: currency,
          airports: fields[7].split(separator: ",").map(String.init),
          otherNames: fields[8].split(separator: ",").map(String.init)))
      places.append(
        Place(
          latitude: latitude, longitude: longitude, minutesAheadOfUTC: offset, costLevel: cost,
          isByTheSea: fields[9] == "sea",
          direction: Direction(latitude: latitude, longitude: longitude)))
    }
    self.records = records
    self.places = places
  }

  /// Parses a decimal as hundredths: `"-0.58"` is -58.
  private static func hundredths(_ text: String) -> Int32? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, parts[1].utf8.count == 2, let whole = Int32(parts[0]),
      let fraction = Int32(parts[1])
    else { return nil }
    return text.hasPrefix("-") ? whole * 100 - fraction : whole * 100 + fraction
  }

  /// Parses an offset as minutes: `"5:30"` is 330, `"-3"` is -180.
  private static func minutes(_ text: String) -> Int16? {
    let parts = text.split(separator: ":")
    guard let hours = Int16(parts[0]) else { return nil }
    guard parts.count == 2 else { return hours * 60 }
    guard let minutes = Int16(parts[1]) else { return nil }
    return hours < 0 ? hours * 60 - minutes : hours * 60 + minutes
  }
}
