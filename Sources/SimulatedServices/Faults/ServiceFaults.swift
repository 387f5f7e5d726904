package import Primitives
package import Resilience
package import SimCore

/// The faults of a world that can meet the calls of one service: what stands between it and its callers.
///
/// On the heap: each call has its service with it, and most services have none.
package final class ServiceFaults: Sendable {
  package let world: World
  /// The name faults know the service by: `flights.primary`.
  package let target: String
  private let sites: [(operation: String, site: FaultInjector.CallSite)]

  /// Nil when no fault of the plan can meet a call of these operations.
  package init?(_ world: World, target: String, operations: [String]) {
    let sites = operations.map {
      (operation: $0, site: world.faults.site(target: target, operation: $0, independentPerTarget: true))
    }
    guard sites.contains(where: { !$0.site.isSafe }) else { return nil }
    self.world = world
    self.target = target
    self.sites = sites
  }

  /// Kills the process that the calling task belongs to, if it belongs to one.
  package func crash() { SimulatedProcess.current?.kill() }

  /// What strikes a call of `operation` now; nil when nothing does.
  package func strike(_ operation: String, _ side: FaultSide, _ call: Attempt) -> StruckCall? {
    strike(operation, side, key: call.request, attempt: UInt64(call.target) << 32 | call.drawKey)
  }

  package func strike(_ operation: String, _ side: FaultSide, key: UInt64, attempt: UInt64) -> StruckCall? {
    guard let place = sites.firstIndex(where: { $0.operation == operation }) else { return nil }
    let kinds = world.faults.inject(sites[place].site, side, key: key, attempt: attempt)
    if kinds.isEmpty { return nil }
    return StruckCall(kinds, in: world, draws: world.random.draw(DrawSite(target), key, attempt))
  }
}

/// What the faults that struck a call together do to it.
package struct StruckCall: Sendable {
  /// Why it fails, if it does.
  package enum Failure: Sendable {
    /// The service never hears of it: at once.
    case refused
    /// Nor now, but it says when to come back.
    case throttled(retryAfter: Duration)
    /// The service fails after its time.
    case failed(isTransient: Bool)
    /// The connection breaks off half way.
    case reset
  }

  package private(set) var failure: Failure?
  package private(set) var hangs = false
  package private(set) var losesReply = false
  package private(set) var isDuplicated = false
  package private(set) var crashes = false
  /// How much later the answer comes than it was ready.
  package private(set) var lateness: Int64 = 0
  package private(set) var distortions: [Distortion] = []
  /// After how many nanoseconds the user gives up.
  package private(set) var patience: Int64?
  package private(set) var storeFaults: [FaultKind.StoreFault] = []
  private var multiplied: [(parts: Int64, whole: Int64)] = []
  private var added: Int64 = 0
  private var drawn: Int64?

  package init(_ kinds: [FaultKind], in world: World, draws: SplitMix64) {
    var draws = draws
    for kind in kinds { add(kind, world, &draws) }
  }

  private mutating func add(_ kind: FaultKind, _ world: World, _ draws: inout SplitMix64) {
    switch kind {
    case .addedLatency(let nanoseconds): added = added.addingSaturating(nanoseconds)
    case .multipliedLatency(let parts, let whole): multiplied.append((parts, whole))
    case .drawnLatency(let distribution): drawn = distribution.draw(using: &draws)
    case .transientError: failure = failure ?? .failed(isTransient: true)
    case .permanentError: failure = failure ?? .failed(isTransient: false)
    case .connectionRefused: failure = .refused
    case .connectionReset: failure = failure ?? .reset
    case .hang: hangs = true
    case .throttle(let seconds): failure = .throttled(retryAfter: .seconds(seconds))
    case .throttleUntil(let date):
      // The caller subtracts its own calendar from the date it is given.
      let now = world.clock.nanoseconds.addingReportingOverflow(world.calendarOffset).partialValue
      failure = .throttled(retryAfter: .nanoseconds(date.subtractingReportingOverflow(now).partialValue))
    case .partial(let kept): distortions.append(.partial(kept))
    case .corrupt(let corruption): distortions.append(.corrupt(corruption))
    case .replyLost: losesReply = true
    case .late(let nanoseconds): lateness = max(lateness, nanoseconds)
    case .duplicate: isDuplicated = true
    case .crash: crashes = true
    case .store(let fault): storeFaults.append(fault)
    case .cancel(let after): patience = min(patience ?? .max, after)
    // Not a call's to meet: these act on the world.
    case .calendarStep, .calendarDrift, .capacity, .slowStart: break
    }
  }

  /// The service's latency as these faults make it.
  package func changed(_ latency: Int64) -> Int64 {
    var latency = drawn ?? latency
    for (parts, whole) in multiplied where whole > 0 && parts >= 0 {
      let (product, overflow) = latency.multipliedReportingOverflow(by: parts)
      latency = overflow ? .max / 2 : product / whole
    }
    if case .reset = failure { latency /= 2 }
    return max(0, latency.addingSaturating(added))
  }
}

/// What happens to an answer on its way.
package enum Distortion: Sendable, Hashable {
  /// Only this share of the results.
  case partial(Ratio)
  case corrupt(FaultKind.Corruption)
}
