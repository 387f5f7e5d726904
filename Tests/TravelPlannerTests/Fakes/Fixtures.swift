import Primitives
import TravelPlanner

/// Small results of searches.
enum Fixtures {
  static func flights(_ query: FlightQuery) -> [Flight] {
    func flight(_ id: UInt32, _ price: Int32, _ departure: UInt16, _ minutes: UInt16, stops: UInt8) -> Flight
    {
      Flight(
        id: id, price: price,
        outbound: FlightLeg(
          day: query.departure, departureMinute: departure, durationMinutes: minutes, number: 100,
          stops: stops),
        homeward: query.returning.map {
          FlightLeg(day: $0, departureMinute: 1080, durationMinutes: minutes, number: 101, stops: stops)
        }, airline: Airline(rawValue: 10), cabin: query.cabin)
    }
    return [
      flight(1, 150_00, 390, 420, stops: 2), flight(2, 180_00, 480, 180, stops: 0),
      flight(3, 420_00, 600, 170, stops: 0),
    ]
  }

  static let hotels: [Hotel] = [
    Hotel(
      id: 1, pricePerNight: 300_00, amenities: [.wifi, .pool, .spa, .gym], distanceToCentre: 5,
      name: HotelName(first: 0, second: 0), rating: 48),
    Hotel(
      id: 2, pricePerNight: 110_00, amenities: [.wifi, .breakfast], distanceToCentre: 12,
      name: HotelName(first: 2, second: 3), rating: 41),
    Hotel(
      id: 3, pricePerNight: 90_00, amenities: [.wifi], distanceToCentre: 60,
      name: HotelName(first: 3, second: 1), rating: 31),
  ]

  /// The second day rains.
  static func weather(_ query: WeatherQuery) -> [DayForecast] {
    (0..<Int(query.days)).map { index in
      DayForecast(
        day: query.firstDay.advanced(by: index), low: 14, high: 22, condition: index == 1 ? .rain : .sunny,
        rainProbability: index == 1 ? 80 : 10)
    }
  }

  static func activity(
    _ category: ActivityCategory, _ index: UInt8 = 0, minutes: UInt16 = 120, opens: UInt16 = 540,
    closes: UInt16 = 1080, price: Int32 = 10_00, distance: UInt16 = 10, isIndoor: Bool = false
  ) -> Activity {
    Activity(
      price: price, name: ActivityName(category: category, index: index), durationMinutes: minutes,
      opens: opens,
      closes: closes, distance: distance, isIndoor: isIndoor)
  }

  static let activities: [Activity] = [
    activity(.history), activity(.nature, distance: 20), activity(.food, opens: 660, closes: 1260),
    activity(.museum, isIndoor: true), activity(.art, distance: 15, isIndoor: true),
    activity(.show, opens: 1140, closes: 1380, price: 50_00, isIndoor: true),
    activity(.shopping, price: 0, isIndoor: true),
    activity(.adventure, minutes: 300, opens: 480), activity(.wellness, isIndoor: true),
    activity(.history, 1),
    activity(.nature, 1, distance: 25), activity(.food, 1, opens: 1080, closes: 1320),
  ]
}
