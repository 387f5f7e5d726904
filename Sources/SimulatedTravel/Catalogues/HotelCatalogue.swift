package import Primitives
package import TravelPlanner

/// Makes up hotels: realistic, and the same for the same query whatever else happened.
///
/// A night in US cents is the city's cost level times 60 + 0.4 (rating − 2.0)², the rating in tenths:
/// 100.00 for three stars and 420.00 for five in New York; 85…120 % of that by hotel, more in high season.
package struct HotelCatalogue: Sendable {
  private let offers: SiteGenerator

  package init(random: RandomSource) { offers = random.draws(at: "hotels.offers") }

  /// Eight are looked at; those below the minimum rating are left out. Best rating first, then cheapest.
  package func hotels(for query: HotelQuery) -> HotelOffers {
    let key = UInt64(query.city.index) << 48 | UInt64(UInt32(bitPattern: query.checkIn.daysSince1970))
    var draws = offers.draw(key, UInt64(UInt16(bitPattern: query.nights)))
    let rate = query.currency.rate
    let level = Int64(query.city.costLevel) * Int64(season(query.checkIn, query.city))
    let firstName = Int(draws.next() & 0xFFFF)
    var options: [Hotel] = []
    options.append(addingCapacity: 8) { options in
      for index in 0..<8 {
        let bits = draws.next()
        let rating = 25 + Int(bits & 0xFFFF) % 26
        guard rating >= Int(query.minimumRating) else { continue }
        let above = Int64(rating - 20)
        var cents = level * (60 + above * above * 2 / 5) / 100
        cents = cents * Int64(85 + (bits &>> 16) % 36) / 100
        let hotel = Hotel(
          id: UInt32(truncatingIfNeeded: bits &>> 32),
          pricePerNight: Int32(clamping: rate.fromDollarCents(cents)),
          amenities: HotelCatalogue.amenities(rating: rating, bits: SplitMix64.mix(bits)),
          distanceToCentre: UInt16(2 + (bits &>> 24) % 99),
          // Steps of five visit all 24 first parts before one comes again.
          name: HotelName(
            first: UInt8((firstName + 5 * index) % HotelName.firstCount),
            second: UInt8((bits &>> 40) % UInt64(HotelName.secondCount))),
          rating: UInt8(rating))
        options.insert(hotel) { Int64(50 - $0.rating) << 32 | Int64($0.pricePerNight) }
      }
    }
    return HotelOffers(options, currency: query.currency)
  }

  /// In percent: half a year of high season, summer on the own hemisphere.
  private func season(_ day: CalendarDay, _ city: City) -> Int {
    let month = day.civil.month
    let isSummer = (5...10).contains(month) == (city.latitude >= 0)
    return month == 12 ? 115 : isSummer ? 112 : 92
  }

  /// Wifi, and of the others about as many as twice the stars, up to all.
  private static func amenities(rating: Int, bits: UInt64) -> Amenities {
    let count = min(Amenities.kinds - 1, rating / 5 - 2 + Int(bits & 3))
    var chosen: UInt16 = 1
    // Steps of 7 visit all 11 others before one comes again.
    var place = UInt16((bits &>> 8) & 0xFFFF) % 11
    for _ in 0..<count {
      chosen |= 2 &<< place
      place = place < 4 ? place + 7 : place - 4
    }
    return Amenities(rawValue: chosen)
  }
}
