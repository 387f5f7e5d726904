public import Primitives

/// What a weather search looks for: so many days from the first on.
@frozen
@usableFromInline
package struct WeatherQuery: Hashable, Sendable {
  package var city: City
  @usableFromInline package var firstDay: CalendarDay
  package var days: Int16

  package init(city: City, firstDay: CalendarDay, days: Int16) {
    self.city = city
    self.firstDay = firstDay
    self.days = days
  }
}

/// The answer to a weather search, one entry a day, in order.
@usableFromInline
package struct Forecast: Hashable, Sendable, Codable {
  @usableFromInline package var days: [DayForecast]

  @usableFromInline package init(_ days: [DayForecast] = []) { self.days = days }

  /// The entry of `day`, if it is covered.
  @inlinable package func on(_ day: CalendarDay) -> DayForecast? {
    guard let first = days.first else { return nil }
    let index = first.day.days(until: day)
    return days.indices.contains(index) ? days[index] : nil
  }
}

/// One day's weather, eight bytes.
@usableFromInline
@frozen
package struct DayForecast: Hashable, Sendable, Codable {
  @usableFromInline package var day: CalendarDay
  /// Degrees Celsius, not above `high`.
  @usableFromInline package var low: Int8
  @usableFromInline package var high: Int8
  @usableFromInline package var condition: SkyCondition
  /// Percent, 0…100.
  @usableFromInline package var rainProbability: UInt8

  @inlinable package init(
    day: CalendarDay, low: Int8, high: Int8, condition: SkyCondition, rainProbability: UInt8
  ) {
    self.day = day
    self.low = low
    self.high = high
    self.condition = condition
    self.rainProbability = rainProbability
  }

  /// Rain is likelier than not, or what falls is snow: a day for preferIndoor.
  @inlinable package var suggestsIndoor: Bool { rainProbability >= 50 }
}

@frozen
@usableFromInline
package enum SkyCondition: UInt8, Sendable, CaseIterable, Codable {
  case sunny, partlyCloudy, cloudy, showers, rain, thunderstorms, snow

  package var name: String {
    ["sunny", "partly cloudy", "cloudy", "showers", "rain", "thunderstorms", "snow"][Int(rawValue)]
  }
}
