/// A condition on a hotel.
package enum HotelCriterion: OfferCriterion {
  /// The lowest rating in tenths of a star.
  case rating(atLeast: UInt8)
  /// The highest price of a room and night, in minor units of the offers' currency.
  case price(atMost: Int64)
  /// All of these amenities.
  case amenities(Amenities)
  /// The largest distance to the centre in hundreds of metres.
  case distance(atMost: UInt16)

  package func admits(_ hotel: Hotel) -> Bool {
    switch self {
    case .rating(let least): hotel.rating >= least
    case .price(let most): Int64(hotel.pricePerNight) <= most
    case .amenities(let some): hotel.amenities.isSuperset(of: some)
    case .distance(let most): hotel.distanceToCentre <= most
    }
  }

  package func text(in currency: Currency) -> String {
    switch self {
    case .rating(let least): "at least \(least / 10).\(least % 10) stars"
    case .price(let most): "at most \(Money(minorUnits: most, currency)) a night"
    case .amenities(let some): "with \(some.names.joined(separator: ", "))"
    case .distance(let most): "at most \(most / 10).\(most % 10) km from the centre"
    }
  }
}

/// A sort key of hotels: the best rating first, the others ascending.
package enum HotelOrder: String, OfferOrder, CaseIterable {
  case price, rating, distance

  package func rank(_ hotel: Hotel) -> Int64 {
    switch self {
    case .price: Int64(hotel.pricePerNight)
    case .rating: -Int64(hotel.rating)
    case .distance: Int64(hotel.distanceToCentre)
    }
  }
}
