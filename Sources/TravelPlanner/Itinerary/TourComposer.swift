/// Builds the itinerary of a tour: chooses for every city, then fills the days in order, each stop up to the
/// flight that leaves it.
///
/// Of every city it is the cheapest flight, and the best-rated hotel that its share of the budget still pays
/// for with that flight.
struct TourComposer {
  let segments: [TourSegment]
  let budget: Money?

  /// `dayIsDone` is told the number of each day as it is done, counted over the whole tour from 0.
  func compose(dayIsDone: (Int) -> Void = { _ in }) -> TourItinerary {
    var composers = segments.map { segment in
      ItineraryComposer(
        trip: segment.trip, flights: segment.results.flights, hotels: segment.results.hotels,
        forecast: segment.results.forecast, activities: segment.results.activities,
        missing: segment.results.searches.all(.failed), isStop: true,
        ranked: Refinement.ranked(segment.results.refinements))
    }
    for index in composers.indices.dropLast() {
      // The cheapest flight of the next city is the one that leaves this one.
      composers[index].onward = segments[index + 1].results.flights.options.first?.outbound
    }
    var packing: Packing = []
    for segment in segments {
      packing.formUnion(Packing(for: segment.results.forecast, in: segment.trip.destination))
    }
    var days = 0
    let stops = composers.map { composer in
      composer.compose { _ in
        dayIsDone(days)
        days += 1
      }
    }
    return TourItinerary(stops: stops, budget: budget, packing: packing)
  }
}
