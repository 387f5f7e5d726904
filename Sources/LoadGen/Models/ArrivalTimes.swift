public import Primitives

/// The planned starts of requests, in nanoseconds from the start of the run, never decreasing.
///
/// Gap `i` is drawn with the key `("loadgen.arrivals", i)`, so two runs of one seed have the same arrivals
/// whatever else they draw. An arrival costs no allocation.
public struct ArrivalTimes: Sequence, IteratorProtocol, Sendable {
  private let process: ArrivalProcess
  private let profile: RateProfile
  private let random: RandomSource
  private let end: Int64
  private let most: Int
  private var index = 0
  /// The piece of the profile in which the last arrival was.
  private var piece = 0
  private var pieceStart: Int64 = 0
  /// The expected number of arrivals from the start of the piece to the last arrival.
  private var passed = 0.0

  /// Makes the sequence of arrivals before `end` (nanoseconds from the start), at most `most` of them.
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

  /// Returns the next arrival. Returns nil after the last one: the end or the count is reached, the trace is
  /// used up, or the rate stays at zero.
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

  /// Returns the instant at which `gap` more arrivals are expected than at the last arrival.
  private mutating func advance(by gap: Double) -> Int64? {
    passed += gap
    while true {
      let current = profile.pieces[piece]
      let seconds = Double(current.length) * 1e-9
      let isLast = piece == profile.pieces.count - 1
      let held = (current.from + current.to) / 2 * seconds
      if passed < held {
        // The root of from·t + (to - from)/(2·seconds)·t² = passed, in the form without cancellation.
        let slope = (current.to - current.from) / seconds
        let root = (current.from * current.from + 2 * slope * passed).squareRoot()
        let t = passed == 0 ? 0 : 2 * passed / (current.from + root)
        return pieceStart + Swift.min(current.length, Int64(saturating: (t * 1e9).rounded()))
      }
      if isLast {
        // After the last piece its end rate continues.
        guard current.to > 0 else { return nil }
        let t = seconds + (passed - held) / current.to
        guard t < 9e9 else { return nil }
        return pieceStart + Int64(saturating: (t * 1e9).rounded())
      }
      passed -= held
      pieceStart += current.length
      piece += 1
    }
  }

  private static let site: DrawSite = "loadgen.arrivals"
}
