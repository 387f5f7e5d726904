/// Composes the itinerary of a tour: chooses flight and hotel of every stop, then fills the days of each stop up to the
/// flight to the next.
///
/// Each stop has the cheapest flight, and with it the best-rated hotel within its share of the budget.
struct TourComposer {
  let segments: [TourSegment]
  let budget: Money?

  /// Returns the itinerary. Calls `dayIsDone` with the index of each planned day in the whole tour, from 0.
  func compose(dayIsDone: (Int) -> Void = { _ in }) -> TourItinerary {
    var composers = segments.map { segment in
      ItineraryComposer(
        trip: segment.trip, flights: segment.results.flights, hotels: segment.results.hotels,
        forecast: segment.results.forecast, activities: segment.results.activities,
        missing: segment.results.searches.all(.failed), isStop: true,
        ranked: Refinement.ranked(segment.results.refinements))
    }
    for index in composers.indices.dropLast() {
      // The cheapest flight of the next stop leaves from this one.
      composers[index].outboundToNextStop = segments[index + 1].results.flights.options.first?.outbound
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
