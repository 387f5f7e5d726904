import Primitives

/// The calls of one hedged call: given times and results, decides when to send another and which one wins.
///
/// A value without clock or lock. The first final result decides, and nothing that comes later changes it.
public struct Hedge: Sendable {
  private let delay: Int64
  private let maxHedges: Int
  private let startsAfterFailure: Bool
  private let primaryDecides: Bool
  /// The number of calls sent so far, the first included.
  public private(set) var sent = 1
  /// The number of calls whose result is not in.
  public private(set) var inFlight = 1
  /// The index of the call whose result counts; nil while undecided.
  public private(set) var winner: Int?
  private var lastSentAt: Int64
  private var isStopped = false

  /// Creates the decisions of a call that was sent at `now`; `delay` replaces the policy's.
  public init(_ policy: HedgePolicy, delay: Int64? = nil, at now: Int64) {
    self.delay = delay ?? policy.delay.wholeNanoseconds
    maxHedges = policy.maxHedges
    startsAfterFailure = policy.onFailure == .next || policy.delay < .zero
    primaryDecides = policy.allFailed == .primary
    lastSentAt = now
  }

  private var mayHedge: Bool { winner == nil && !isStopped && sent <= maxHedges }

  /// The time at which the next call is to be sent if no result comes before; nil when none will be.
  public var nextDue: Int64? { mayHedge && delay >= 0 ? lastSentAt.addingSaturating(delay) : nil }

  /// Sends the next call if it is due; returns its index, from 1.
  public mutating func hedge(at now: Int64) -> Int? {
    guard let due = nextDue, due <= now else { return nil }
    return send(at: now)
  }

  /// Takes back a call that the budget refused, and sends no further ones; those in flight go on.
  public mutating func stop(_ refused: Int) {
    precondition(refused == sent - 1, "call \(refused) is not the last of \(sent)")
    sent -= 1
    inFlight -= 1
    isStopped = true
  }

  /// The reaction to the end of a call.
  @frozen
  public enum Step: Sendable, Hashable {
    /// The result of this call counts; all others are cancelled.
    case decided(Int)
    /// This call is sent now.
    case send(Int)
    /// Other calls are still to come.
    case wait
    /// The result is too late and changes nothing.
    case dropped
  }

  /// Records the end of a call. A result that is not final leaves the decision to the others; when all
  /// are in and none was final, the last or the first counts.
  public mutating func finished(_ call: Int, final: Bool, at now: Int64) -> Step {
    if winner != nil { return .dropped }
    inFlight -= 1
    if final {
      winner = call
      return .decided(call)
    }
    if mayHedge && startsAfterFailure { return .send(send(at: now)) }
    if inFlight > 0 { return .wait }
    // All that were sent are in; one that is not due yet is still waited for.
    if mayHedge && delay >= 0 { return .wait }
    winner = primaryDecides ? 0 : call
    return .decided(winner!)
  }

  /// Decides after a refused hedge if no call is left to wait for.
  public mutating func decide(last: Int) -> Step {
    guard winner == nil, inFlight == 0, !mayHedge else { return .wait }
    winner = primaryDecides ? 0 : last
    return .decided(winner!)
  }

  private mutating func send(at now: Int64) -> Int {
    sent += 1
    inFlight += 1
    lastSentAt = now
    return sent - 1
  }
}
