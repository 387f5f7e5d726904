import Primitives

/// A condition on a flight. Conditions on legs apply to each leg.
package enum FlightCriterion: OfferCriterion {
  /// The highest fare of one passenger for all legs, in minor units of the offers' currency.
  case price(atMost: Int64)
  /// The largest number of stops of a leg; 0 is direct.
  case stops(atMost: UInt8)
  /// One of these airlines.
  case airlines([Airline])
  /// None of these airlines.
  case withoutAirlines([Airline])
  /// A window for the departure of the outbound leg.
  case departure(DayWindow)
  /// A window for the departure of the homeward leg. One-way flights meet it.
  case homewardDeparture(DayWindow)
  /// The longest duration of a leg in minutes.
  case duration(atMost: Int)
  case cabin(Cabin)

  package func admits(_ flight: Flight) -> Bool {
    switch self {
    case .price(let most): Int64(flight.price) <= most
    case .stops(let most): flight.outbound.stops <= most && (flight.homeward?.stops ?? 0) <= most
    case .airlines(let some): some.contains(flight.airline)
    case .withoutAirlines(let some): !some.contains(flight.airline)
    case .departure(let window): window.contains(Int(flight.outbound.departureMinute))
    case .homewardDeparture(let window):
      flight.homeward.map { window.contains(Int($0.departureMinute)) } ?? true
    case .duration(let most):
      Int(flight.outbound.durationMinutes) <= most && Int(flight.homeward?.durationMinutes ?? 0) <= most
    case .cabin(let cabin): flight.cabin == cabin
    }
  }

  package func text(in currency: Currency) -> String {
    func names(_ airlines: [Airline]) -> String { airlines.map(\.code).joined(separator: ", ") }
    return switch self {
    case .price(let most): "at most \(Money(minorUnits: most, currency)) a passenger"
    case .stops(0): "direct"
    case .stops(1): "at most 1 stop"
    case .stops(let most): "at most \(most) stops"
    case .airlines(let some): "airline \(names(some))"
    case .withoutAirlines(let some): "not \(names(some))"
    case .departure(let window): "departs \(window)"
    case .homewardDeparture(let window): "returns \(window)"
    case .duration(let most): "at most \(most / 60) h \(Text.padded(most % 60, to: 2)) a leg"
    case .cabin(let cabin): cabin.name
    }
  }
}

/// A sort key of flights, ascending.
package enum FlightOrder: String, OfferOrder, CaseIterable {
  case price, duration, departure, stops

  package func rank(_ flight: Flight) -> Int64 {
    switch self {
    case .price: Int64(flight.price)
    case .duration: Int64(flight.outbound.durationMinutes) + Int64(flight.homeward?.durationMinutes ?? 0)
    case .departure: Int64(flight.outbound.day.daysSince1970) * 1440 + Int64(flight.outbound.departureMinute)
    case .stops: Int64(flight.outbound.stops) + Int64(flight.homeward?.stops ?? 0)
    }
  }
}

/// A part of the day in local time, both ends included. It may include midnight.
package struct DayWindow: Hashable, Sendable, Codable {
  /// The start in minutes after midnight, 0…1439.
  package let from: Int
  package let to: Int

  package init(from: Int, to: Int) {
    precondition(
      (0..<1440).contains(from) && (0..<1440).contains(to), "minutes of a day, were \(from) and \(to)")
    self.from = from
    self.to = to
  }

  /// Returns true if the window contains a minute of the day. A window with `from` after `to` includes midnight.
  package func contains(_ minute: Int) -> Bool {
    from <= to ? from <= minute && minute <= to : minute >= from || minute <= to
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let (from, to) = (
      try container.decode(Int.self, forKey: .from), try container.decode(Int.self, forKey: .to)
    )
    guard (0..<1440).contains(from), (0..<1440).contains(to) else {
      throw DecodingError.dataCorruptedError(forKey: .from, in: container, debugDescription: "0 to 1439")
    }
    self.init(from: from, to: to)
  }
}

extension DayWindow: LosslessStringConvertible {
  /// The form `08:00-12:30`.
  package var description: String { "\(DayWindow.text(from))-\(DayWindow.text(to))" }

  /// Parses the form `HH:MM-HH:MM`.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 11, bytes[5] == UInt8(ascii: "-"), let from = DayWindow.minute(bytes[0..<5]),
      let to = DayWindow.minute(bytes[6..<11])
    else { return nil }
    self.init(from: from, to: to)
  }

  private static func text(_ minute: Int) -> String {
    Text.padded(minute / 60, to: 2) + ":" + Text.padded(minute % 60, to: 2)
  }

  private static func minute(_ bytes: ArraySlice<UInt8>) -> Int? {
    let start = bytes.startIndex
    func digit(_ offset: Int) -> Int { Int(bytes[start + offset]) - 48 }
    let digits = [0, 1, 3, 4].map(digit)
    guard bytes[start + 2] == UInt8(ascii: ":"), digits.allSatisfy({ (0...9).contains($0) }) else {
      return nil
    }
    let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    return hours < 24 && minutes < 60 ? hours * 60 + minutes : nil
  }
}
