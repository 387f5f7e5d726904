import Primitives

/// When a second call is sent beside a slow first one.
public struct HedgePolicy: Sendable, Hashable {
  public enum OnFailure: String, Sendable, CaseIterable {
    /// The next call starts at its time.
    case wait
    /// The next call starts as soon as one has failed.
    case next
  }
  public enum AllFailed: String, Sendable, CaseIterable {
    /// The result that came last.
    case last
    /// The result of the first call.
    case primary
  }
  /// A further call each so often: at once for zero, only after a failure for less.
  public var delay: Duration
  public var maxHedges: Int
  public var onFailure: OnFailure
  public var allFailed: AllFailed
  /// Waits for this quantile of the times observed instead, once enough are known.
  public var quantile: Double?

  public init(
    delay: Duration, maxHedges: Int = 1, onFailure: OnFailure = .wait, allFailed: AllFailed = .last,
    quantile: Double? = nil
  ) {
    precondition(maxHedges >= 0, "hedges must not be negative, were \(maxHedges)")
    self.delay = delay
    self.maxHedges = maxHedges
    self.onFailure = onFailure
    self.allFailed = allFailed
    self.quantile = quantile
  }
}

/// The calls of one hedged call: told of time and results, says when to send another and who won.
///
/// The first final result decides, and nothing that comes later changes it.
public struct Hedge: Sendable {
  private let delay: Int64
  private let maxHedges: Int
  private let startsAfterFailure: Bool
  private let primaryDecides: Bool
  /// Calls sent so far, the first included.
  public private(set) var sent = 1
  /// Calls still running.
  public private(set) var running = 1
  /// The call whose result counts; nil while undecided.
  public private(set) var winner: Int?
  private var lastSentAt: Int64
  private var isStopped = false

  /// `delay` is that of the policy unless a quantile says otherwise.
  public init(_ policy: HedgePolicy, delay: Int64? = nil, at now: Int64) {
    self.delay = delay ?? policy.delay.wholeNanoseconds
    maxHedges = policy.maxHedges
    startsAfterFailure = policy.onFailure == .next || policy.delay < .zero
    primaryDecides = policy.allFailed == .primary
    lastSentAt = now
  }

  private var mayHedge: Bool { winner == nil && !isStopped && sent <= maxHedges }

  /// When the next call is to be sent if nothing happens before; nil when none will be.
  public var nextDue: Int64? { mayHedge && delay >= 0 ? lastSentAt.addingSaturating(delay) : nil }

  /// Sends the next call if it is time; the number of the call, from 1.
  public mutating func hedge(at now: Int64) -> Int? {
    guard let due = nextDue, due <= now else { return nil }
    return send(at: now)
  }

  /// The budget refused: no further calls, those under way go on.
  public mutating func stop(_ refused: Int) {
    precondition(refused == sent - 1, "call \(refused) is not the last of \(sent)")
    sent -= 1
    running -= 1
    isStopped = true
  }

  @frozen
  public enum Step: Sendable, Hashable {
    /// The result of this call counts; all others are cancelled.
    case decided(Int)
    /// This call is sent now.
    case send(Int)
    case wait
    /// Too late: it changes nothing.
    case dropped
  }

  /// A call ended. One that is not final leaves it to the others; when all are in and none was, the
  /// last or the first counts.
  public mutating func finished(_ call: Int, final: Bool, at now: Int64) -> Step {
    if winner != nil { return .dropped }
    running -= 1
    if final {
      winner = call
      return .decided(call)
    }
    if mayHedge && startsAfterFailure { return .send(send(at: now)) }
    if running > 0 { return .wait }
    // All that were sent are in; those whose time has not come are still to be waited for.
    if mayHedge && delay >= 0 { return .wait }
    winner = primaryDecides ? 0 : call
    return .decided(winner!)
  }

  /// After a refused hedge there may be nobody left to wait for.
  public mutating func settle(last: Int) -> Step {
    guard winner == nil, running == 0, !mayHedge else { return .wait }
    winner = primaryDecides ? 0 : last
    return .decided(winner!)
  }

  private mutating func send(at now: Int64) -> Int {
    sent += 1
    running += 1
    lastSentAt = now
    return sent - 1
  }
}
