/// The name of a place in the code that draws random numbers, hashed once: `"flights.latency"`.
///
/// Declare sites as constants, so that a draw does not hash text:
///
///     static let latency: DrawSite = "flights.latency"
@frozen
public struct DrawSite: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The hash of the name: FNV-1a over its UTF-8, then mixed.
  public let hash: UInt64

  /// Creates the site with a name.
  @inlinable public init(_ name: some StringProtocol) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.hash = SplitMix64.mix(hash)
  }

  /// Creates the site with the name in a literal.
  @inlinable public init(stringLiteral name: String) { self.init(name) }
}

/// The randomness of a run: one seed, from which every consumer draws by key.
///
/// A draw depends only on the seed and its key `(site, entity, attempt)`. Removing or adding one draw leaves every
/// other unchanged, so a failing run can be shrunk by removing parts of it.
@frozen
public struct RandomSource: Sendable, Hashable {
  /// The seed from which all draws follow.
  public let seed: UInt64

  /// Creates the source of a seed.
  @inlinable public init(seed: UInt64) { self.seed = seed }

  /// Returns the draws of one key; a decision takes as many as it needs.
  @inlinable public func draw(_ site: DrawSite, _ entity: UInt64 = 0, _ attempt: UInt64 = 0) -> SplitMix64 {
    draws(at: site).draw(entity, attempt)
  }

  /// Precomputes the hash of `site` for callers that draw from it repeatedly.
  @inlinable public func draws(at site: DrawSite) -> SiteGenerator {
    SiteGenerator(start: SplitMix64.mix(SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ site.hash))
  }

  /// Returns a named sequence, for a consumer that draws in order.
  @inlinable public func stream(_ site: DrawSite) -> SplitMix64 {
    SplitMix64(seed: SplitMix64.mix(SplitMix64.mix(seed ^ 0x5851_F42D_4C95_7F2D) ^ site.hash))
  }

  /// Returns a separate source for a part of the world: a replica, a request, a pass.
  @inlinable public func child(_ site: DrawSite, _ entity: UInt64 = 0) -> RandomSource {
    RandomSource(seed: draw(site, entity, 0x0063_6869_6C64).state)
  }
}
