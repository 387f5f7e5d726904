import Primitives

/// How many requests per second arrive, over time.
///
/// Every profile is a chain of straight pieces, so the number of arrivals up to an instant and the
/// instant of the n-th arrival are exact formulas with nothing worse than a square root in them.
public struct RateProfile: Sendable, Hashable, Codable {
  /// A stretch over which the rate goes straight from one value to another.
  public struct Piece: Sendable, Hashable, Codable {
    /// Nanoseconds; the last piece of a profile goes on for ever at its end rate.
    public var length: Int64
    /// Requests per second.
    public var from: Double
    public var to: Double

    public init(length: Int64, from: Double, to: Double) {
      precondition(length > 0, "a piece's length must be positive, was \(length) ns")
      precondition(from >= 0 && to >= 0, "a rate is not negative, was \(from) to \(to)")
      precondition(from.isFinite && to.isFinite, "a rate is finite, was \(from) to \(to)")
      self.length = length
      self.from = from
      self.to = to
    }
  }

  public let pieces: [Piece]
  /// The profile in a few words: `constant 500/s`.
  public let summary: String

  /// A profile of your own; `summary` names it in report headers.
  public init(_ pieces: [Piece], summary: String) {
    precondition(!pieces.isEmpty, "a profile has at least one piece")
    self.pieces = pieces
    self.summary = summary
  }

  /// The same rate all the time.
  public static func constant(_ rate: Double) -> RateProfile {
    RateProfile([Piece(length: second, from: rate, to: rate)], summary: "constant \(label(rate))")
  }

  /// Straight from one rate to another within `length`, then level.
  public static func ramp(from: Double, to: Double, over length: Duration) -> RateProfile {
    RateProfile(
      [Piece(length: length.wholeNanoseconds, from: from, to: to), Piece(length: second, from: to, to: to)],
      summary: "ramp \(label(from)) to \(label(to)) over \(Text.duration(length.wholeNanoseconds))")
  }

  /// One rate, then from `instant` on another.
  public static func step(from: Double, to: Double, at instant: Duration) -> RateProfile {
    RateProfile(
      [
        Piece(length: instant.wholeNanoseconds, from: from, to: from),
        Piece(length: second, from: to, to: to),
      ], summary: "step \(label(from)) to \(label(to)) at \(Text.duration(instant.wholeNanoseconds))")
  }

  /// `base`, but `peak` from `instant` for `length`.
  public static func spike(
    base: Double, peak: Double, at instant: Duration, for length: Duration
  ) -> RateProfile {
    RateProfile(
      [
        Piece(length: instant.wholeNanoseconds, from: base, to: base),
        Piece(length: length.wholeNanoseconds, from: peak, to: peak),
        Piece(length: second, from: base, to: base),
      ],
      summary:
        "spike \(label(base)) to \(label(peak)) at \(Text.duration(instant.wholeNanoseconds)) for "
        + Text.duration(length.wholeNanoseconds))
  }

  /// Level steps of `length`, each `increment` higher, joined by ramps when `ramp` is given.
  public static func staircase(
    from: Double, increment: Double, steps: Int, eachLasting length: Duration, ramp: Duration = .zero
  ) -> RateProfile {
    precondition(steps > 0, "steps must be positive, was \(steps)")
    var pieces: [Piece] = []
    for step in 0..<steps {
      let rate = from + Double(step) * increment
      if step > 0, ramp > .zero {
        pieces.append(Piece(length: ramp.wholeNanoseconds, from: rate - increment, to: rate))
      }
      pieces.append(Piece(length: length.wholeNanoseconds, from: rate, to: rate))
    }
    return RateProfile(
      pieces,
      summary: "staircase \(label(from)) + \(steps - 1) x \(label(increment)), "
        + "\(Text.duration(length.wholeNanoseconds)) each")
  }

  /// A day of `period`: a sine from `low` (at the start) to `high` (half a period later) and back, as
  /// 96 straight pieces a period, within 0.03 % of the curve's swing; `periods` days in all.
  public static func diurnal(low: Double, high: Double, period: Duration, periods: Int = 1) -> RateProfile {
    precondition(low <= high, "low must be at most high, was \(low) and \(high)")
    precondition(periods > 0, "periods must be positive, was \(periods)")
    let pieces = 96
    let length = period.wholeNanoseconds
    precondition(length >= Int64(pieces), "a period must be at least 96 ns, was \(length) ns")
    func rate(_ k: Int) -> Double {
      (low + high) / 2 - (high - low) / 2 * PortableMath.cosine(ofTurns: Double(k) / Double(pieces))
    }
    let day = (0..<pieces).map { k in
      let start = length / Int64(pieces) * Int64(k)
      let end = k == pieces - 1 ? length : length / Int64(pieces) * Int64(k + 1)
      return Piece(length: end - start, from: max(0, rate(k)), to: max(0, rate(k + 1)))
    }
    return RateProfile(
      (0..<periods).flatMap { _ in day },
      summary: "diurnal \(label(low)) to \(label(high)) over \(Text.duration(length))")
  }

  /// The rate at an instant, per second; at a jump, the rate after it.
  public func rate(at instant: Int64) -> Double {
    var start: Int64 = 0
    for (index, piece) in pieces.enumerated() {
      let isLast = index == pieces.count - 1
      if instant < start + piece.length {
        let share = Double(max(0, instant - start)) / Double(piece.length)
        return piece.from + (piece.to - piece.from) * share
      }
      if isLast { return piece.to }
      start += piece.length
    }
    return 0
  }

  private static let second: Int64 = 1_000_000_000
  private static func label(_ rate: Double) -> String {
    Text.trimmingZeros(Text.significant(rate, 4)) + "/s"
  }
}
