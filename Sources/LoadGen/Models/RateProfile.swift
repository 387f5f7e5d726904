import Primitives

/// The rate of arrivals over time.
///
/// Every profile is piecewise linear, so the number of arrivals up to an instant and the instant of the n-th
/// arrival are closed formulas that need no function beyond a square root.
public struct RateProfile: Sendable, Hashable, Codable {
  /// An interval in which the rate changes linearly.
  public struct Piece: Sendable, Hashable, Codable {
    /// The length in nanoseconds. After the last piece of a profile its end rate continues.
    public var length: Int64
    /// The rate at the start, in requests per second.
    public var from: Double
    /// The rate at the end, in requests per second.
    public var to: Double

    /// Makes a piece of positive length; rates are finite and not negative.
    public init(length: Int64, from: Double, to: Double) {
      precondition(length > 0, "a piece's length must be positive, was \(length) ns")
      precondition(from >= 0 && to >= 0, "a rate is not negative, was \(from) to \(to)")
      precondition(from.isFinite && to.isFinite, "a rate is finite, was \(from) to \(to)")
      self.length = length
      self.from = from
      self.to = to
    }
  }

  /// The pieces in order of time.
  public let pieces: [Piece]
  /// The name in report headers: `constant 500/s`.
  public let summary: String

  /// Makes a profile of at least one piece; `summary` names it in report headers.
  public init(_ pieces: [Piece], summary: String) {
    precondition(!pieces.isEmpty, "a profile has at least one piece")
    self.pieces = pieces
    self.summary = summary
  }

  /// Returns the profile of a constant rate.
  public static func constant(_ rate: Double) -> RateProfile {
    RateProfile([Piece(length: second, from: rate, to: rate)], summary: "constant \(label(rate))")
  }

  /// Returns a linear change from one rate to another within `length`; afterwards the rate is constant.
  public static func ramp(from: Double, to: Double, over length: Duration) -> RateProfile {
    RateProfile(
      [Piece(length: length.wholeNanoseconds, from: from, to: to), Piece(length: second, from: to, to: to)],
      summary: "ramp \(label(from)) to \(label(to)) over \(Text.duration(length.wholeNanoseconds))")
  }

  /// Returns a change from one rate to another at `instant`.
  public static func step(from: Double, to: Double, at instant: Duration) -> RateProfile {
    RateProfile(
      [
        Piece(length: instant.wholeNanoseconds, from: from, to: from),
        Piece(length: second, from: to, to: to),
      ], summary: "step \(label(from)) to \(label(to)) at \(Text.duration(instant.wholeNanoseconds))")
  }

  /// Returns a rate of `base` that is `peak` from `instant` for `length`.
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

  /// Returns steps of constant rate, each `increment` above the one before, joined by ramps of length `ramp`.
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

  /// Returns a sine wave from `low` at the start to `high` half a period later and back, `periods` times.
  ///
  /// Each period has 96 linear pieces, which are within 0.03 % of the amplitude of the sine.
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

  /// Returns the rate per second at `instant`, in nanoseconds from the start; at a jump, the rate after it.
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
