package import Primitives
import Synchronization

/// A fare that wanders about the fare its route is worth, and is drawn back to it.
///
/// Each hour the distance x from the mean, in ten-thousandths of the mean, moves by
///
///     x ← x − x·reversion/1000 + noise
///
/// with noise the sum of twelve even draws less six, times `volatility`: nearly normal, whole numbers all the way.
/// With a reversion of 20 a half of any distance is gone in 34 hours; the standard deviation settles near
/// volatility·√(1000/40), five times the volatility. A fare never falls below a quarter of its mean.
///
/// The same for the same route and seed whatever else happened: hours are drawn by key.
package struct PriceWalk: Sendable {
  private let random: RandomSource
  private let model: Model
  private let memory = Memory()

  /// The parameters of the price walk.
  package struct Model: Hashable, Sendable {
    /// Thousandths of the distance that are taken back each hour.
    package var reversion: Int64
    /// Standard deviation of an hour's noise, in ten-thousandths of the mean.
    package var volatility: Int64

    package init(reversion: Int64 = 20, volatility: Int64 = 150) {
      precondition((1...1000).contains(reversion), "reversion is 1 to 1000, was \(reversion)")
      precondition((0...1000).contains(volatility), "volatility is 0 to 1000, was \(volatility)")
      self.reversion = reversion
      self.volatility = volatility
    }
  }

  package init(random: RandomSource, model: Model = Model()) {
    self.random = random
    self.model = model
  }

  private static let step: DrawSite = "prices.step"
  private static let hour: Int64 = 3_600_000_000_000

  /// The fare after so many nanoseconds of the world, in minor units, for a route worth `mean`.
  ///
  /// Costs a few hundred nanoseconds for each hour since the route's fare was last asked for, and begins anew for an
  /// earlier hour.
  package func price(of route: UInt64, mean: Int64, at nanoseconds: Int64) -> Int64 {
    let target = max(0, nanoseconds / PriceWalk.hour)
    let distance = memory.distances.withLock { known in
      var (at, distance) = known[route] ?? (0, 0)
      if at > target { (at, distance) = (0, 0) }
      while at < target {
        at += 1
        distance += noise(route, at) - distance * model.reversion / 1000
      }
      known[route] = (at, distance)
      return distance
    }
    return max(mean / 4, mean + mean * distance / 10_000)
  }

  /// In ten-thousandths: 53 bits are twelve draws of four bits and some to spare.
  private func noise(_ route: UInt64, _ hour: Int64) -> Int64 {
    var draws = random.draw(PriceWalk.step, route, UInt64(hour))
    var sum: Int64 = 0
    for _ in 0..<3 {
      let bits = draws.next()
      for part in 0..<4 { sum += Int64(bits &>> UInt64(part * 16) & 0xFFFF) }
    }
    // Twelve draws of 16 bits: mean 6 · 65,535, standard deviation one times 65,536.
    return (sum - 6 * 65_535) * model.volatility / 65_536
  }

  /// The position of each route's walk at the last hour queried.
  private final class Memory: Sendable {
    let distances = Mutex<[UInt64: (hour: Int64, distance: Int64)]>([:])
  }
}
