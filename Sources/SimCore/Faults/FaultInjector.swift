import Primitives

/// The injector of a world's faults, which decides for each call.
///
/// It acts below the resilience layer, where the network would be. Every decision is drawn by the fault's name and
/// the call's key, so removing one fault changes no decision about another.
///
///     let site = world.faults.site(target: "flights.primary", operation: "search")
///     for fault in world.faults.inject(site, .before, key: request) { … }
public final class FaultInjector {
  /// The calls of one operation to one target. A simulated target creates its sites once.
  public struct CallSite: Sendable {
    /// The places in the plan of the faults that can hit these calls.
    let candidates: [Int]
    /// True when no fault of the plan can hit these calls.
    @inlinable public var isSafe: Bool { isEmpty }
    @usableFromInline let isEmpty: Bool
    /// A part of the draws' key, different for each target whose draws are independent.
    let salt: UInt64
  }

  /// A fault's window in nanoseconds.
  private struct Span {
    var start: Int64
    var end: Int64
    init(_ window: FaultWindow) { (start, end) = (window.startNanoseconds, window.endNanoseconds) }
    func contains(_ time: Int64) -> Bool { start <= time && time < end }
  }

  private let plan: FaultPlan
  private let windows: [Span]
  private let sites: [DrawSite]
  private let random: RandomSource
  private var ordinals: [Int]
  private var bursts: [Burst?]
  private var points: [(site: DrawSite, isArmed: Bool, fires: Ratio, passes: UInt64)] = []
  /// The number of injections of each fault, in the plan's order.
  public private(set) var injected: [Int]
  /// The sum of the calendar steps so far, in nanoseconds.
  private var calendarSteps: Int64 = 0
  private let drifts: [Int]
  // Set by the world that owns the injector, for as long as the world lives.
  unowned(unsafe) var world: World?

  init(_ plan: FaultPlan, random: RandomSource) {
    self.plan = plan
    windows = plan.faults.map { Span($0.window) }
    self.random = random
    sites = plan.faults.map { DrawSite("fault.\($0.name)") }
    ordinals = Array(repeating: 0, count: plan.faults.count)
    drifts = plan.faults.indices.filter {
      if case .calendarDrift = plan.faults[$0].kind { true } else { false }
    }
    injected = ordinals
    bursts = plan.faults.map { fault in
      guard case .burst(let on, let off) = fault.shape else { return nil }
      return Burst(
        start: fault.window.startNanoseconds, meanOn: on.wholeNanoseconds, meanOff: off.wholeNanoseconds)
    }
  }

  /// Returns the site of the calls of `operation` to `target`.
  ///
  /// With `independentPerTarget`, a fault that several targets share is drawn for each of them independently, unless
  /// it is correlated; otherwise one draw decides for a key everywhere.
  public func site(target: String, operation: String, independentPerTarget: Bool = false) -> CallSite {
    let candidates = plan.faults.indices.filter {
      plan.faults[$0].target.matches(target) && plan.faults[$0].operation.matches(operation)
    }
    return CallSite(
      candidates: candidates, isEmpty: candidates.isEmpty,
      salt: independentPerTarget ? DrawSite(target).hash : 0)
  }

  /// Injects the faults that hit a call now, and returns them in the plan's order. `key` is the request's, `attempt`
  /// counts the calls made for it.
  public func inject(_ site: CallSite, _ side: FaultSide, key: UInt64, attempt: UInt64 = 0) -> [FaultKind] {
    if site.isSafe { return [] }
    guard let world = unsafe world else { return [] }
    let now = world.clock.nanoseconds
    var hits: [FaultKind] = []
    for index in site.candidates where plan.faults[index].side == side {
      let fault = plan.faults[index]
      guard windows[index].contains(now) else { continue }
      ordinals[index] += 1
      guard fault.calls.admits(ordinal: ordinals[index], key: key) else { continue }
      let strength = strength(of: index, at: now)
      let salted = fault.isCorrelated ? attempt : attempt ^ site.salt
      guard strength > 0, happens(fault.probability, strength, sites[index], key, salted) else { continue }
      hits.append(fault.kind)
      count(index, key, attempt)
    }
    return hits
  }

  private func count(_ index: Int, _ key: UInt64, _ attempt: UInt64) {
    injected[index] += 1
    unsafe world?.record(.faultInjected, Int64(index), Int64(bitPattern: key), Int64(bitPattern: attempt))
    if case .calendarStep(let step) = plan.faults[index].kind {
      calendarSteps = calendarSteps.addingReportingOverflow(step.wholeNanoseconds).partialValue
    }
  }

  // MARK: Time-driven faults

  /// All faults of the plan, for components that apply time-driven faults (capacity, calendar).
  public var faults: [Fault] { plan.faults }

  /// Records the injection of a fault that acts on the world itself: a calendar step, a loss of servers.
  public func injectNow(_ index: Int) { count(index, 0, 0) }

  /// Returns the nanoseconds by which faults have put the calendar ahead at `now`.
  func calendarOffset(at now: Int64) -> Int64 {
    if drifts.isEmpty { return calendarSteps }
    var offset = calendarSteps
    for index in drifts {
      guard case .calendarDrift(let drift) = plan.faults[index].kind else { continue }
      let length = max(0, min(now, windows[index].end) - windows[index].start)
      let rate = drift.wholeNanoseconds
      // A drift of up to a second a second fits over the whole range of the clock.
      let (high, low) = length.multipliedFullWidth(by: max(-1_000_000_000, min(1_000_000_000, rate)))
      let (quotient, _) = Int64(1_000_000_000).dividingFullWidth((high, low))
      offset = offset.addingReportingOverflow(quotient).partialValue
    }
    return offset
  }

  /// Returns the strength of a fault at a time in its window, in millionths of full strength.
  public func strength(of index: Int, at time: SimInstant) -> UInt64 {
    strength(of: index, at: time.nanoseconds)
  }

  private func strength(of index: Int, at now: Int64) -> UInt64 {
    let fault = plan.faults[index]
    let full: UInt64 = 1_000_000
    let age = max(0, now.subtractingSaturating(windows[index].start))
    switch fault.shape {
    case .step: return full
    case .ramp(let rise):
      let rise = rise.wholeNanoseconds
      if rise <= 0 || age >= rise { return full }
      return UInt64(rise).dividingFullWidth(full.multipliedFullWidth(by: UInt64(age))).quotient
    case .squareWave(let period, let on):
      let period = period.wholeNanoseconds
      return period <= 0 || age % period < on.wholeNanoseconds ? full : 0
    case .burst:
      var draws = bursts[index]
      defer { bursts[index] = draws }
      return draws?.isOn(at: now, random, sites[index]) == true ? full : 0
    }
  }

  private func happens(
    _ probability: Ratio, _ strength: UInt64, _ site: DrawSite, _ key: UInt64, _ attempt: UInt64
  ) -> Bool {
    var draws = random.draw(site, key, attempt)
    guard probability.happens(in: &draws) else { return false }
    return strength >= 1_000_000 || draws.next(below: 1_000_000) < strength
  }

  /// Passes the fault point `name`. Returns true when it fails this time.
  func passPoint(_ name: String) -> Bool {
    if plan.points.isEmpty { return false }
    let site = DrawSite(name)
    let place = points.firstIndex { $0.site == site } ?? arm(site, name)
    guard points[place].isArmed else { return false }
    points[place].passes += 1
    var draws = random.draw(site, points[place].passes)
    let fails = points[place].fires.happens(in: &draws)
    unsafe world?.record(.faultPoint, fails ? 1 : 0, Int64(bitPattern: points[place].passes))
    return fails
  }

  private func arm(_ site: DrawSite, _ name: String) -> Int {
    let rule = plan.points.first { $0.pattern.matches(name) }
    var draws = random.draw("fault-point.armed", site.hash)
    points.append((site, rule?.armed.happens(in: &draws) ?? false, rule?.fires ?? .never, 0))
    return points.count - 1
  }

  /// Returns the value of a setting in this run: `normal`, or for a few seeds one end of `range`.
  func turnKnob(_ name: String, normal: Int64, range: ClosedRange<Int64>) -> Int64 {
    guard let rule = plan.knobs.first(where: { $0.pattern.matches(name) }) else { return normal }
    var draws = random.draw("knob", DrawSite(name).hash)
    guard rule.spiked.happens(in: &draws) else { return normal }
    let value = draws.next(below: 2) == 0 ? range.lowerBound : range.upperBound
    unsafe world?.record(.knobSpiked, value)
    return value
  }
}

/// The intervals of a two-state source, drawn when time reaches them.
private struct Burst {
  let meanOn: Int64
  let meanOff: Int64
  private var isOn = false
  private var until: Int64
  private var intervals: UInt64 = 0

  init(start: Int64, meanOn: Int64, meanOff: Int64) {
    self.meanOn = max(1, meanOn)
    self.meanOff = max(1, meanOff)
    until = start
  }

  mutating func isOn(at now: Int64, _ random: RandomSource, _ site: DrawSite) -> Bool {
    while until <= now {
      isOn.toggle()
      intervals += 1
      var draws = random.draw(site, intervals, 0x6275_7273_74)
      let mean = isOn ? meanOn : meanOff
      until += 1 + Int64(draws.next(below: UInt64(2 * mean)))
    }
    return isOn
  }
}

extension World {
  /// Passes the fault point `name`, and returns true when it fails this time. Immediate in a plan without fault
  /// points.
  ///
  ///     if world.faultPoint("store.save") { throw StoreError.unavailable(reason: "injected") }
  public func faultPoint(_ name: String) -> Bool { faults.passPoint(name) }

  /// Returns a duration that the plan may turn to an end of `range` for this seed: a timeout, a cap, a wait.
  public func knob(_ name: String, _ normal: Duration, in range: ClosedRange<Duration>) -> Duration {
    .nanoseconds(
      faults.turnKnob(
        name, normal: normal.wholeNanoseconds,
        range: range.lowerBound.wholeNanoseconds...range.upperBound.wholeNanoseconds))
  }

  /// Returns a count or threshold that the plan may turn to an end of `range` for this seed.
  public func knob(_ name: String, _ normal: Int, in range: ClosedRange<Int>) -> Int {
    Int(
      faults.turnKnob(name, normal: Int64(normal), range: Int64(range.lowerBound)...Int64(range.upperBound)))
  }
}
