public import Randomness

/// How long a user waits between an answer and the next request.
public enum ThinkTime: Sendable, Hashable, Codable {
  case none
  /// Nanoseconds.
  case constant(Int64)
  /// Every whole nanosecond from `min` to `max`, equally likely.
  case uniform(min: Int64, max: Int64)
  /// Exponential with this mean in nanoseconds.
  case exponential(mean: Int64)

  /// The wait of `user` after its request number `iteration`: a draw by key, in nanoseconds.
  public func draw(_ random: RandomSource, user: Int, iteration: Int) -> Int64 {
    var draw: SplitMix64 { random.draw("loadgen.think", UInt64(user), UInt64(iteration)) }
    switch self {
    case .none: return 0
    case .constant(let wait): return wait
    case .uniform(let min, let max):
      var draw = draw
      return Int64(draw.next(in: Int(min)...Int(max)))
    case .exponential(let mean):
      var draw = draw
      return Int64((-PortableMath.ln(1 - draw.nextUnit()) * Double(mean)).rounded())
    }
  }

  /// The mean wait in nanoseconds.
  public var mean: Int64 {
    switch self {
    case .none: 0
    case .constant(let wait): wait
    case .uniform(let min, let max): min + (max - min) / 2
    case .exponential(let mean): mean
    }
  }

  var summary: String {
    switch self {
    case .none: "no think time"
    case .constant(let wait): "think \(Text.duration(wait))"
    case .uniform(let min, let max): "think \(Text.duration(min)) to \(Text.duration(max))"
    case .exponential(let mean): "think exponential, mean \(Text.duration(mean))"
    }
  }
}
