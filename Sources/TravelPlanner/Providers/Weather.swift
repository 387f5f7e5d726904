public import Primitives

/// What a weather search looks for: so many days from the first on.
@frozen
public struct WeatherQuery: Hashable, Sendable {
  public var city: City
  public var firstDay: CalendarDay
  public var days: Int16

  public init(city: City, firstDay: CalendarDay, days: Int16) {
    self.city = city
    self.firstDay = firstDay
    self.days = days
  }
}

/// The answer to a weather search, one entry a day, in order.
public struct Forecast: Hashable, Sendable, Codable {
  public var days: [DayForecast]

  public init(_ days: [DayForecast] = []) { self.days = days }

  /// The entry of `day`, if it is covered.
  @inlinable public func on(_ day: CalendarDay) -> DayForecast? {
    guard let first = days.first else { return nil }
    let index = first.day.days(until: day)
    return days.indices.contains(index) ? days[index] : nil
  }
}

/// One day's weather, eight bytes.
@frozen
public struct DayForecast: Hashable, Sendable, Codable {
  public var day: CalendarDay
  /// Degrees Celsius, not above `high`.
  public var low: Int8
  public var high: Int8
  public var condition: SkyCondition
  /// Percent, 0…100.
  public var rainProbability: UInt8

  @inlinable public init(
    day: CalendarDay, low: Int8, high: Int8, condition: SkyCondition, rainProbability: UInt8
  ) {
    self.day = day
    self.low = low
    self.high = high
    self.condition = condition
    self.rainProbability = rainProbability
  }

  /// Rain is likelier than not, or what falls is snow: a day for roofs.
  @inlinable public var callsForRoofs: Bool { rainProbability >= 50 }
}

@frozen
public enum SkyCondition: UInt8, Sendable, CaseIterable, Codable {
  case sunny, partlyCloudy, cloudy, showers, rain, thunderstorms, snow

  public var name: String {
    ["sunny", "partly cloudy", "cloudy", "showers", "rain", "thunderstorms", "snow"][Int(rawValue)]
  }
}
