public import Primitives

/// A query for the weather of a number of days in a city.
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

/// The answer to a weather search: one entry for each day, in order.
@usableFromInline
package struct Forecast: Hashable, Sendable, Codable {
  @usableFromInline package var days: [DayForecast]

  @usableFromInline package init(_ days: [DayForecast] = []) { self.days = days }

  /// Returns the entry of a day; nil if the forecast does not cover it.
  @inlinable package func on(_ day: CalendarDay) -> DayForecast? {
    guard let first = days.first else { return nil }
    let index = first.day.days(until: day)
    return days.indices.contains(index) ? days[index] : nil
  }
}

/// The weather of one day. Eight bytes.
@usableFromInline
@frozen
package struct DayForecast: Hashable, Sendable, Codable {
  @usableFromInline package var day: CalendarDay
  /// The lowest temperature in degrees Celsius, not above `high`.
  @usableFromInline package var low: Int8
  @usableFromInline package var high: Int8
  @usableFromInline package var condition: SkyCondition
  /// The probability of rain in percent, 0…100.
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

  /// A Boolean value that indicates whether rain or snow is likely, so that indoor activities are preferable.
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
