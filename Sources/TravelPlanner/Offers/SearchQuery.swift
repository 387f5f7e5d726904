/// The question put to the providers of one of the four searches.
@usableFromInline
package protocol SearchQuery: Hashable, Sendable {
  associatedtype Offers: SearchOffers where Offers.Query == Self
}

/// The answer of a provider to one of the four searches.
@usableFromInline
package protocol SearchOffers: Sendable {
  associatedtype Query

  /// Returns the answer unchanged if it makes sense for `query`; throws `malformed` otherwise.
  func validated(for query: Query) throws(ProviderError) -> Self
}
