public import Resilience

/// The lowest fare of a flight search, as a price to watch.
public struct FlightPriceSource<Flights: FlightProvider>: PriceSource {
  private let provider: Flights

  public init(_ provider: Flights) { self.provider = provider }

  public func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64? {
    try await provider.flights(query, call: call).options.map { Int64($0.price) }.min()
  }
}
