package import Primitives
package import Resilience
package import SimCore

/// The faults of a world that can be injected into the calls of one service.
///
/// A class, because every call carries a copy of its service and most services have no faults.
package final class ServiceFaults: Sendable {
  package let world: World
  /// The service's name in fault plans: `flights.primary`.
  package let target: String
  private let sites: [(operation: String, site: FaultInjector.CallSite)]

  /// Returns nil when no fault of the plan applies to these operations.
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

  /// Returns the faults injected into a call of `operation` now; nil for none.
  package func injection(_ operation: String, _ side: FaultSide, _ call: Attempt) -> FaultEffects? {
    injection(operation, side, key: call.request, attempt: UInt64(call.target) << 32 | call.drawKey)
  }

  package func injection(_ operation: String, _ side: FaultSide, key: UInt64, attempt: UInt64)
    -> FaultEffects?
  {
    guard let place = sites.firstIndex(where: { $0.operation == operation }) else { return nil }
    let kinds = world.faults.inject(sites[place].site, side, key: key, attempt: attempt)
    if kinds.isEmpty { return nil }
    return FaultEffects(kinds, in: world, draws: world.random.draw(DrawSite(target), key, attempt))
  }
}

/// The combined effects of the faults injected into one call.
package struct FaultEffects: Sendable {
  /// The failure of the call, if it fails.
  package enum Failure: Sendable {
    /// The connection is refused before the request reaches the service.
    case refused
    /// Rejected before reaching the service, with a time after which to retry.
    case throttled(retryAfter: Duration)
    /// The service fails after its latency.
    case failed(isTransient: Bool)
    /// The connection is reset after half the latency.
    case reset
  }

  package private(set) var failure: Failure?
  package private(set) var hangs = false
  package private(set) var losesReply = false
  package private(set) var isDuplicated = false
  package private(set) var crashes = false
  /// The delay of the response after the service has finished.
  package private(set) var lateness: Int64 = 0
  package private(set) var corruptions: [ResponseCorruption] = []
  /// The time in nanoseconds after which the user cancels the request.
  package private(set) var clientTimeout: Int64?
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
    case .addedLatency(let time): added = added.addingSaturating(time.wholeNanoseconds)
    case .multipliedLatency(let parts, let whole): multiplied.append((parts, whole))
    case .drawnLatency(let distribution): drawn = distribution.draw(using: &draws)
    case .transientError: failure = failure ?? .failed(isTransient: true)
    case .permanentError: failure = failure ?? .failed(isTransient: false)
    case .connectionRefused: failure = .refused
    case .connectionReset: failure = failure ?? .reset
    case .hang: hangs = true
    case .throttle(let time): failure = .throttled(retryAfter: time)
    case .throttleUntil(let date):
      // The caller subtracts its own calendar from the date it is given.
      failure = .throttled(retryAfter: date - world.clock.now.offset - world.calendarOffset)
    case .partial(let kept): corruptions.append(.partial(kept))
    case .corrupt(let corruption): corruptions.append(.corrupt(corruption))
    case .replyLost: losesReply = true
    case .late(let time): lateness = max(lateness, time.wholeNanoseconds)
    case .duplicate: isDuplicated = true
    case .crash: crashes = true
    case .store(let fault): storeFaults.append(fault)
    case .cancel(let time): clientTimeout = min(clientTimeout ?? .max, time.wholeNanoseconds)
    // These act on the world, not on a call.
    case .calendarStep, .calendarDrift, .capacity, .slowStart: break
    }
  }

  /// Returns the service's latency under these faults.
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

/// The corruption of a response on its way back.
package enum ResponseCorruption: Sendable, Hashable {
  /// Only this share of the results arrives.
  case partial(Ratio)
  case corrupt(FaultKind.Corruption)
}
