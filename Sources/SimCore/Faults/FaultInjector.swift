import Primitives

/// Decides which calls of a world meet a fault.
///
/// It stands below the resilience layer, where the network would be. Every decision is drawn by the fault's
/// name and the call's key, so removing one fault moves no other.
public final class FaultInjector {
  /// Where calls of one kind are judged; made once by whoever simulates the target.
  public struct CallSite: Sendable {
    /// Places in the plan of the faults that can strike here.
    let candidates: [Int]
    /// True when no fault of the plan can strike here.
    @inlinable public var isSafe: Bool { isEmpty }
    @usableFromInline let isEmpty: Bool
    /// Sets the draws of this place apart from those of others, but for correlated faults.
    let salt: UInt64
  }

  private let plan: FaultPlan
  private let sites: [DrawSite]
  private let random: RandomSource
  private var ordinals: [Int]
  private var bursts: [Burst?]
  private var points: [(site: DrawSite, isArmed: Bool, fires: Ratio, passes: UInt64)] = []
  /// How often each fault of the plan has struck.
  public private(set) var injected: [Int]
  /// What struck calendar steps have added to the calendar, in nanoseconds.
  private var calendarSteps: Int64 = 0
  private let drifts: [Int]
  // Set by the world that owns this, for as long as it lives.
  unowned(unsafe) var world: World?

  init(_ plan: FaultPlan, random: RandomSource) {
    self.plan = plan
    self.random = random
    sites = plan.faults.map { DrawSite("fault.\($0.name)") }
    ordinals = Array(repeating: 0, count: plan.faults.count)
    drifts = plan.faults.indices.filter {
      if case .calendarDrift = plan.faults[$0].kind { true } else { false }
    }
    injected = ordinals
    bursts = plan.faults.map { fault in
      guard case .burst(let on, let off) = fault.shape else { return nil }
      return Burst(start: fault.window.start, meanOn: on, meanOff: off)
    }
  }

  /// The place where calls of `operation` to `target` are judged.
  ///
  /// With `independentPerTarget` a fault that several targets share is drawn for each of them by itself, unless it is
  /// correlated; else one draw decides for a key everywhere.
  public func site(target: String, operation: String, independentPerTarget: Bool = false) -> CallSite {
    let candidates = plan.faults.indices.filter {
      plan.faults[$0].target.matches(target) && plan.faults[$0].operation.matches(operation)
    }
    return CallSite(
      candidates: candidates, isEmpty: candidates.isEmpty,
      salt: independentPerTarget ? DrawSite(target).hash : 0)
  }

  /// The faults that strike this call now, in the plan's order. `key` is the request's, `attempt` counts the
  /// calls made for it.
  public func inject(_ site: CallSite, _ side: FaultSide, key: UInt64, attempt: UInt64 = 0) -> [FaultKind] {
    if site.isSafe { return [] }
    guard let world = unsafe world else { return [] }
    let now = world.clock.nanoseconds
    var struck: [FaultKind] = []
    for index in site.candidates where plan.faults[index].side == side {
      let fault = plan.faults[index]
      guard fault.window.contains(now) else { continue }
      ordinals[index] += 1
      guard fault.calls.admits(ordinal: ordinals[index], key: key) else { continue }
      let strength = strength(of: index, at: now)
      let salted = fault.isCorrelated ? attempt : attempt ^ site.salt
      guard strength > 0, happens(fault.probability, strength, sites[index], key, salted) else { continue }
      struck.append(fault.kind)
      count(index, key, attempt)
    }
    return struck
  }

  private func count(_ index: Int, _ key: UInt64, _ attempt: UInt64) {
    injected[index] += 1
    unsafe world?.record(.faultInjected, Int64(index), Int64(bitPattern: key), Int64(bitPattern: attempt))
    if case .calendarStep(let step) = plan.faults[index].kind {
      calendarSteps = calendarSteps.addingReportingOverflow(step).partialValue
    }
  }

  // MARK: Faults that no call meets

  /// The faults of the plan, for who makes happen what strikes by time rather than by call.
  public var faults: [Fault] { plan.faults }

  /// A fault that acts on the world itself has struck: a calendar steps, servers go away.
  public func injectNow(_ index: Int) { count(index, 0, 0) }

  /// What the calendar is ahead of the monotonic clock at `now`, beyond the epoch, in nanoseconds.
  func calendarOffset(at now: Int64) -> Int64 {
    if drifts.isEmpty { return calendarSteps }
    var offset = calendarSteps
    for index in drifts {
      guard case .calendarDrift(let rate) = plan.faults[index].kind else { continue }
      let window = plan.faults[index].window
      let length = max(0, min(now, window.end) - window.start)
      // A drift of up to a second a second fits over the whole range of the clock.
      let (high, low) = length.multipliedFullWidth(by: max(-1_000_000_000, min(1_000_000_000, rate)))
      let (quotient, _) = Int64(1_000_000_000).dividingFullWidth((high, low))
      offset = offset.addingReportingOverflow(quotient).partialValue
    }
    return offset
  }

  /// Millionths of full strength of a fault at a moment of its window.
  public func strength(of index: Int, at now: Int64) -> UInt64 {
    let fault = plan.faults[index]
    let full: UInt64 = 1_000_000
    let age = now - fault.window.start
    switch fault.shape {
    case .step: return full
    case .ramp(let rise):
      if rise <= 0 || age >= rise { return full }
      return UInt64(rise).dividingFullWidth(full.multipliedFullWidth(by: UInt64(age))).quotient
    case .squareWave(let period, let on): return period <= 0 || age % period < on ? full : 0
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

  /// Passes the fault point `name`; true when it fails this time.
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

  /// The value of a setting in this run: `normal`, or for a few seeds one end of `range`.
  func turnKnob(_ name: String, normal: Int64, range: ClosedRange<Int64>) -> Int64 {
    guard let rule = plan.knobs.first(where: { $0.pattern.matches(name) }) else { return normal }
    var draws = random.draw("knob", DrawSite(name).hash)
    guard rule.spiked.happens(in: &draws) else { return normal }
    let value = draws.next(below: 2) == 0 ? range.lowerBound : range.upperBound
    unsafe world?.record(.knobSpiked, value)
    return value
  }
}

/// The stretches of a two-state source, drawn as time gets there.
private struct Burst {
  let meanOn: Int64
  let meanOff: Int64
  private var isOn = false
  private var until: Int64
  private var stretches: UInt64 = 0

  init(start: Int64, meanOn: Int64, meanOff: Int64) {
    self.meanOn = max(1, meanOn)
    self.meanOff = max(1, meanOff)
    until = start
  }

  mutating func isOn(at now: Int64, _ random: RandomSource, _ site: DrawSite) -> Bool {
    while until <= now {
      isOn.toggle()
      stretches += 1
      var draws = random.draw(site, stretches, 0x6275_7273_74)
      let mean = isOn ? meanOn : meanOff
      until += 1 + Int64(draws.next(below: UInt64(2 * mean)))
    }
    return isOn
  }
}

extension World {
  /// True when the fault point `name` fails this time. A plan without fault points answers at once.
  ///
  ///     if world.faultPoint("store.save") { throw StoreError.unavailable(reason: "injected") }
  public func faultPoint(_ name: String) -> Bool { faults.passPoint(name) }

  /// A duration that the plan may turn to an end of `range` for this seed: a timeout, a cap, a wait.
  public func knob(_ name: String, _ normal: Duration, in range: ClosedRange<Duration>) -> Duration {
    .nanoseconds(
      faults.turnKnob(
        name, normal: normal.wholeNanoseconds,
        range: range.lowerBound.wholeNanoseconds...range.upperBound.wholeNanoseconds))
  }

  /// A count or threshold that the plan may turn to an end of `range` for this seed.
  public func knob(_ name: String, _ normal: Int, in range: ClosedRange<Int>) -> Int {
    Int(
      faults.turnKnob(name, normal: Int64(normal), range: Int64(range.lowerBound)...Int64(range.upperBound)))
  }
}
