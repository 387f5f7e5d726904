/// The name of a place that draws, hashed once: `"flights.latency"`.
///
/// Declare sites as constants, so that a draw hashes no text:
///
///     static let latency: DrawSite = "flights.latency"
@frozen
public struct DrawSite: Hashable, Sendable, ExpressibleByStringLiteral {
  public let hash: UInt64

  /// FNV-1a over the UTF-8 of `name`, then mixed.
  @inlinable public init(_ name: some StringProtocol) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.hash = SplitMix64.mix(hash)
  }

  @inlinable public init(stringLiteral name: String) { self.init(name) }
}

/// All the chance of a run: one seed, from which every consumer draws by key.
///
/// A draw depends on the seed and its key `(site, entity, attempt)` alone. Taking one draw away, or
/// adding one, leaves every other where it was; that is what makes shrinking a failure honest.
@frozen
public struct RandomSource: Sendable, Hashable {
  public let seed: UInt64

  @inlinable public init(seed: UInt64) { self.seed = seed }

  /// The draws that belong to one key; take as many as the decision needs.
  @inlinable public func draw(_ site: DrawSite, _ entity: UInt64 = 0, _ attempt: UInt64 = 0) -> SplitMix64 {
    draws(at: site).draw(entity, attempt)
  }

  /// The draws of one site, for who draws there again and again.
  @inlinable public func draws(at site: DrawSite) -> SiteGenerator {
    SiteGenerator(start: SplitMix64.mix(SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ site.hash))
  }

  /// A named sequence, for a consumer that draws in order.
  @inlinable public func stream(_ site: DrawSite) -> SplitMix64 {
    SplitMix64(seed: SplitMix64.mix(SplitMix64.mix(seed ^ 0x5851_F42D_4C95_7F2D) ^ site.hash))
  }

  /// A source of its own for a part of the world: a replica, a request, a pass.
  @inlinable public func child(_ site: DrawSite, _ entity: UInt64 = 0) -> RandomSource {
    RandomSource(seed: draw(site, entity, 0x0063_6869_6C64).state)
  }
}
