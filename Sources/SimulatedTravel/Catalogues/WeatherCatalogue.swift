package import Primitives
package import TravelPlanner

/// Makes up weather from latitude and month; a day in a city has the same weather in every forecast.
///
/// The year's mean falls with the square of the latitude, 27 °C at the equator to 5 °C at 60°; the swing
/// of the seasons grows with the latitude, 22 hundredths of a degree each. It rains in the tropics'
/// summer, around the Mediterranean in winter, hardly in the desert belt, and further out all year.
package struct WeatherCatalogue: Sendable {
  private let weather: SiteGenerator

  package init(random: RandomSource) { weather = random.draws(at: "weather.days") }

  /// One entry a day.
  package func forecast(for query: WeatherQuery) -> Forecast {
    let count = max(0, Int(query.days))
    let climate = Climate(query.city)
    // The month changes rarely within a trip; its climate is kept until it does.
    let first = query.firstDay.civil
    var monthly = climate.month(first.month)
    var daysLeft = CalendarDay.length(ofMonth: first.month, year: first.year) - first.day
    var days: [DayForecast] = []
    days.append(addingCapacity: count) { days in
      for index in 0..<count {
        let day = query.firstDay.advanced(by: index)
        if daysLeft < 0 {
          let civil = day.civil
          monthly = climate.month(civil.month)
          daysLeft = CalendarDay.length(ofMonth: civil.month, year: civil.year) - civil.day
        }
        daysLeft -= 1
        let key = UInt64(query.city.index) << 32 | UInt64(UInt32(bitPattern: day.daysSince1970))
        var draws = weather.draw(key)
        days.append(WeatherCatalogue.entry(day, monthly, draws.next()))
      }
    }
    return Forecast(days)
  }

  private static func entry(_ day: CalendarDay, _ monthly: Climate.Month, _ bits: UInt64) -> DayForecast {
    let rain = max(0, min(100, monthly.rain - 30 + Int(bits & 0xFF) % 61))
    // The sum of two draws leans to the middle: ±4 °C.
    let noise = Int((bits &>> 8) & 0xFF) % 5 + Int((bits &>> 16) & 0xFF) % 5 - 4
    // Clouds take off the top and the bottom.
    let spread = rain >= 50 ? 3 : 5
    let mean = monthly.tenths / 10 + noise
    let high = mean + spread
    let low = mean - spread - Int((bits &>> 24) & 0xFF) % 3
    let condition: SkyCondition
    switch rain {
    case 70...: condition = high <= 2 ? .snow : monthly.isTropical ? .thunderstorms : .rain
    case 50...: condition = high <= 2 ? .snow : .showers
    case 35...: condition = .cloudy
    case 18...: condition = .partlyCloudy
    default: condition = .sunny
    }
    return DayForecast(
      day: day, low: Int8(clamping: low), high: Int8(clamping: high), condition: condition,
      rainProbability: UInt8(rain))
  }

  /// The usual weather of a place.
  private struct Climate {
    struct Month {
      /// Mean temperature in tenths of a degree.
      var tenths: Int
      /// Usual chance of rain, percent.
      var rain: Int
      var isTropical: Bool
    }

    private let latitude: Int
    private let isSouth: Bool
    private let isDesert: Bool

    init(_ city: City) {
      latitude = Int(city.latitude.magnitude) / 100
      isSouth = city.latitude < 0
      isDesert = (15...31).contains(latitude) && !isSouth && (-1700...5900).contains(city.longitude)
    }

    func month(_ month: Int) -> Month {
      // How far the year has swung, in percent: -100 in deepest winter, 100 in high summer.
      let swings = [-100, -90, -55, -5, 45, 85, 100, 92, 55, 5, -50, -88] as InlineArray<12, Int>
      let swing = isSouth ? -swings[month - 1] : swings[month - 1]
      let mean = 270 - latitude * latitude * 6 / 100
      let tenths = mean + latitude * 22 / 10 * swing / 100
      let rain: Int
      switch latitude {
      case _ where isDesert: rain = 6
      case ..<24: rain = 40 + swing * 25 / 100
      case ..<43: rain = 26 - swing * 14 / 100
      default: rain = 40
      }
      return Month(tenths: tenths, rain: rain, isTropical: latitude < 24)
    }
  }
}
