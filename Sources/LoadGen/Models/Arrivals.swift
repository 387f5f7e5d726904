public import Primitives

/// How arrivals are spread around the rate.
public enum ArrivalProcess: Sendable, Hashable, Codable {
  /// Exponential gaps: independent users.
  case poisson
  /// Gaps between nothing and twice the mean, each equally likely.
  case uniform
  /// Equal gaps; the first arrival at the start.
  case constant
  /// All at the start.
  case together
  /// Exactly these instants, nanoseconds from the start, in order; the rate is not used.
  case trace([Int64])

  var name: String {
    switch self {
    case .poisson: "Poisson arrivals"
    case .uniform: "uniform arrivals"
    case .constant: "constant arrivals"
    case .together: "all arrive at once"
    case .trace: "arrivals from a trace"
    }
  }
}

/// The instants at which requests are planned: whole nanoseconds from the start, never decreasing.
///
/// Gap `i` is drawn by the key `("loadgen.arrivals", i)`, so two runs of one seed see the same
/// arrivals whatever else they draw. Costs no allocation per arrival.
public struct ArrivalTimes: Sequence, IteratorProtocol, Sendable {
  private let process: ArrivalProcess
  private let profile: RateProfile
  private let random: RandomSource
  private let end: Int64
  private let most: Int
  private var index = 0
  /// Where in the profile the last arrival was.
  private var piece = 0
  private var pieceStart: Int64 = 0
  /// Arrivals expected between the start of the piece and the last arrival, and still to go.
  private var passed = 0.0

  /// Arrivals before `end` (nanoseconds from the start), at most `most` of them.
  public init(
    _ process: ArrivalProcess, _ profile: RateProfile, random: RandomSource, until end: Int64 = .max,
    atMost most: Int = .max
  ) {
    self.process = process
    self.profile = profile
    self.random = random
    self.end = end
    self.most = most
    if case .trace(let instants) = process {
      var last: Int64 = 0
      for instant in instants {
        precondition(instant >= last, "a trace's instants never decrease, \(instant) came after \(last)")
        last = instant
      }
    }
  }

  /// Nil when the arrivals are over: the end or the count is reached, the trace is used up, or the rate
  /// has come to rest at zero.
  public mutating func next() -> Int64? {
    guard index < most else { return nil }
    let instant: Int64
    switch process {
    case .together: instant = 0
    case .trace(let instants):
      guard index < instants.count else { return nil }
      instant = instants[index]
    case .constant:
      guard let next = advance(by: index == 0 ? 0 : 1) else { return nil }
      instant = next
    case .uniform:
      var draw = random.draw(ArrivalTimes.site, UInt64(index))
      guard let next = advance(by: 2 * draw.nextUnit()) else { return nil }
      instant = next
    case .poisson:
      var draw = random.draw(ArrivalTimes.site, UInt64(index))
      guard let next = advance(by: -PortableMath.ln(draw.nextPositiveUnit())) else { return nil }
      instant = next
    }
    guard instant < end else { return nil }
    index += 1
    return instant
  }

  /// The instant at which `gap` more arrivals are expected than at the last one.
  private mutating func advance(by gap: Double) -> Int64? {
    passed += gap
    while true {
      let current = profile.pieces[piece]
      let seconds = Double(current.length) * 1e-9
      let isLast = piece == profile.pieces.count - 1
      let held = (current.from + current.to) / 2 * seconds
      if passed < held {
        // The root of from·t + (to - from)/(2·seconds)·t² = passed that does not cancel.
        let slope = (current.to - current.from) / seconds
        let root = (current.from * current.from + 2 * slope * passed).squareRoot()
        let t = passed == 0 ? 0 : 2 * passed / (current.from + root)
        return pieceStart + Swift.min(current.length, Int64((t * 1e9).rounded()))
      }
      if isLast {
        // Beyond its end the last rate goes on.
        guard current.to > 0 else { return nil }
        let t = seconds + (passed - held) / current.to
        guard t < 9e9 else { return nil }
        return pieceStart + Int64((t * 1e9).rounded())
      }
      passed -= held
      pieceStart += current.length
      piece += 1
    }
  }

  private static let site: Site = "loadgen.arrivals"
}
