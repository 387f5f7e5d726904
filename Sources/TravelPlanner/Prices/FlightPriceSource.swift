package import Resilience

/// The lowest fare of a flight search, as a price to watch.
package struct FlightPriceSource<Flights: FlightProvider>: PriceSource {
  private let provider: Flights

  package init(_ provider: Flights) { self.provider = provider }

  package func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64? {
    try await provider.flights(query, call: call).options.map { Int64($0.price) }.min()
  }
}
