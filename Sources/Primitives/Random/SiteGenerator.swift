/// The draws of one source at one site, with the hash of both computed once.
///
///     let latencies = random.draws(at: "flights.latency")
///     var draws = latencies.draw(request, attempt)  // as random.draw("flights.latency", request, attempt)
@frozen
public struct SiteGenerator: Sendable, Hashable {
  @usableFromInline let start: UInt64

  @inlinable init(start: UInt64) { self.start = start }

  /// Returns the draws of one key; a decision takes as many as it needs.
  @inlinable public func draw(_ entity: UInt64 = 0, _ attempt: UInt64 = 0) -> SplitMix64 {
    // Each part is mixed before the next is added, so (a, b) and (b, a) are different keys.
    var hash = start ^ (entity &* 0xD1B5_4A32_D192_ED03)
    hash = SplitMix64.mix(hash) ^ (attempt &* 0xAEF1_7502_108E_F2D9)
    return SplitMix64(seed: SplitMix64.mix(hash))
  }
}
