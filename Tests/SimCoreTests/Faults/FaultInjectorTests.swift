import Primitives
import SimCore
import Testing

@Suite("Fault injection")
struct FaultInjectorTests {
  /// Returns the calls, out of `calls` with one each nanosecond, that a fault hits; the key of a call is its number.
  private func hits(
    _ plan: FaultPlan, seed: UInt64 = 1, calls: Int = 12, target: String = "flights",
    side: FaultSide = .before
  ) throws -> [Int] {
    var simulation = Simulation(seed: seed)
    simulation.faults = plan
    return try simulation.run { world in
      let site = world.faults.site(target: target, operation: "search")
      var hit: [Int] = []
      for call in 0..<calls {
        try await world.clock.sleep(untilNanoseconds: Int64(call))
        if !world.faults.inject(site, side, key: UInt64(call)).isEmpty { hit.append(call) }
      }
      return hit
    }.value
  }

  private func plan(
    _ name: String = "fault", window: FaultWindow = .always, shape: FaultShape = .step,
    calls: CallSelector = .every(1), probability: Ratio = .always, side: FaultSide = .before
  ) -> FaultPlan {
    FaultPlan([
      Fault(
        name, target: "flights", kind: .hang, window: window, shape: shape, calls: calls,
        probability: probability,
        side: side)
    ])
  }

  @Test(
    "a selector picks its calls",
    arguments: [
      (CallSelector.nth(1), [0]), (.nth(12), [11]), (.nth(13), []), (.nth(0), []), (.first(0), []),
      (.first(3), [0, 1, 2]),
      (.every(1), Array(0..<12)), (.every(5), [4, 9]), (.every(12), [11]), (.every(13), []), (.every(0), []),
      (.every(-1), []), (.keys([]), []), (.keys([3, 7, 99]), [3, 7]),
    ])
  func selectors(selector: CallSelector, hit: [Int]) throws {
    #expect(try hits(plan(calls: selector)) == hit)
  }

  @Test(
    "a window counts only the calls in it",
    arguments: [
      (FaultWindow(from: .nanoseconds(0), until: .nanoseconds(1)), CallSelector.every(1), [0]),
      (FaultWindow(from: .nanoseconds(3), until: .nanoseconds(6)), .every(1), [3, 4, 5]),
      (FaultWindow(from: .nanoseconds(3), until: .nanoseconds(6)), .first(1), [3]),
      (FaultWindow(from: .nanoseconds(3), until: .nanoseconds(6)), .nth(3), [5]),
      (FaultWindow(from: .nanoseconds(11), until: .nanoseconds(12)), .every(1), [11]),
      (FaultWindow(from: .nanoseconds(12), until: FaultWindow.endless), .every(1), []),
    ])
  func windows(window: FaultWindow, selector: CallSelector, hit: [Int]) throws {
    #expect(try hits(plan(window: window, calls: selector)) == hit)
  }

  @Test(
    "a square wave is on for the first part of each period",
    arguments: [
      (5, 2, [0, 1, 5, 6, 10, 11]), (5, 0, []), (5, 5, Array(0..<12)), (1, 1, Array(0..<12)),
      (0, 0, Array(0..<12)),
      (24, 3, [0, 1, 2]),
    ])
  func squareWave(period: Int64, on: Int64, hit: [Int]) throws {
    #expect(try hits(plan(shape: .squareWave(period: .nanoseconds(period), on: .nanoseconds(on)))) == hit)
  }

  @Test func `a square wave begins with its window`() throws {
    let shape = FaultShape.squareWave(period: .nanoseconds(4), on: .nanoseconds(1))
    #expect(
      try hits(plan(window: FaultWindow(from: .nanoseconds(2), until: .nanoseconds(9)), shape: shape)) == [
        2, 6,
      ])
  }

  @Test func `a ramp goes from nothing to full strength`() throws {
    #expect(try hits(plan(shape: .ramp(rise: .nanoseconds(0)))) == Array(0..<12))
    #expect(try hits(plan(shape: .ramp(rise: .nanoseconds(-1)))) == Array(0..<12))
    var counts = Array(repeating: 0, count: 12)
    for seed: UInt64 in 1...300 {
      for call in try hits(plan(shape: .ramp(rise: .nanoseconds(10))), seed: seed) { counts[call] += 1 }
    }
    #expect(counts[0] == 0)
    #expect(counts[10] == 300 && counts[11] == 300)
    // Half strength in the middle: 150 of 300, five standard deviations are 43.
    #expect((107...193).contains(counts[5]), "\(counts)")
    #expect(counts[2] < counts[8])
  }

  @Test func `a burst is on for intervals about as long as its means`() throws {
    let shape = FaultShape.burst(meanOn: .nanoseconds(50), meanOff: .nanoseconds(150))
    let hit = try hits(plan(shape: shape), calls: 4_000)
    #expect((600...1_400).contains(hit.count), "\(hit.count)")
    let intervals = zip(hit, hit.dropFirst()).count { $1 != $0 + 1 } + 1
    #expect((10...40).contains(intervals), "\(intervals)")
    #expect(try hits(plan(shape: shape), calls: 4_000) == hit)
    #expect(try hits(plan(shape: shape), seed: 2, calls: 4_000) != hit)
  }

  @Test("a burst of no length still comes to an end", .timeLimit(.minutes(1)))
  func emptyBurst() throws {
    _ = try hits(plan(shape: .burst(meanOn: .zero, meanOff: .nanoseconds(-5))), calls: 50)
  }

  @Test func `a fault hits only its side of the call`() throws {
    #expect(try hits(plan(side: .after)) == [])
    #expect(try hits(plan(side: .after), side: .after) == Array(0..<12))
  }

  @Test func `a target that no fault names is safe`() throws {
    #expect(try hits(plan(), target: "hotels") == [])
    _ = try Simulation(seed: 1).run { world in
      #expect(world.faults.site(target: "flights", operation: "search").isSafe)
    }
  }

  @Test("removing one fault changes no injection of another", arguments: UInt64(1)...20)
  func removal(seed: UInt64) throws {
    func named(_ name: String, _ kind: FaultKind, _ shape: FaultShape = .step) -> Fault {
      Fault(name, target: "flights", kind: kind, shape: shape, probability: Ratio(1, outOf: 3))
    }
    let whole = FaultPlan([
      named("a", .hang), named("b", .crash, .burst(meanOn: .nanoseconds(5), meanOff: .nanoseconds(5))),
      named("c", .replyLost),
    ])
    func hit(_ plan: FaultPlan, _ kind: FaultKind) throws -> [Int] {
      var simulation = Simulation(seed: seed)
      simulation.faults = plan
      return try simulation.run { world in
        let site = world.faults.site(target: "flights", operation: "search")
        var calls: [Int] = []
        for call in 0..<40 {
          try await world.clock.sleep(for: .nanoseconds(1))
          if world.faults.inject(site, .before, key: UInt64(call)).contains(kind) { calls.append(call) }
        }
        return calls
      }.value
    }
    for (place, kind) in [FaultKind.hang, .crash, .replyLost].enumerated() {
      let together = try hit(whole, kind)
      for other in 0..<3 where other != place {
        #expect(try hit(whole.without([other]), kind) == together)
      }
    }
  }

  @Test func `injections are counted and part of the digest`() throws {
    func run(_ plan: FaultPlan) throws -> Simulation.Outcome<Int> {
      var simulation = Simulation(seed: 1)
      simulation.faults = plan
      return try simulation.run { world in
        let site = world.faults.site(target: "flights", operation: "search")
        return (0..<5).count { !world.faults.inject(site, .before, key: UInt64($0)).isEmpty }
      }
    }
    let hit = try run(plan(calls: .first(2)))
    #expect(hit.faultsInjected == [2])
    #expect(hit.value == 2)
    #expect(try run(plan(calls: .first(3))).digest != hit.digest)
  }

  @Test func `a calendar step moves the calendar and not the clock`() throws {
    var simulation = Simulation(seed: 1)
    simulation.faults = FaultPlan([
      Fault(
        "step", target: "flights", kind: .calendarStep(.nanoseconds(-3_600_000_000_000)), calls: .first(1))
    ])
    let outcome = try simulation.run { world in
      let site = world.faults.site(target: "flights", operation: "search")
      for key: UInt64 in 0..<3 { _ = world.faults.inject(site, .before, key: key) }
      return "\(world.calendar) \(world.clock.now)"
    }
    #expect(outcome.value == "2025-12-31T23:00:00Z 0.000 s")
  }

  @Test func `fault points are armed for a whole seed`() throws {
    func fires(_ seed: UInt64, _ rule: FaultPointRule, _ name: String = "store.save") throws -> Int {
      var simulation = Simulation(seed: seed)
      simulation.faults = FaultPlan(points: [rule])
      return try simulation.run { world in (0..<40).count { _ in world.faultPoint(name) } }.value
    }
    let usual = FaultPointRule("store.*", armed: Ratio(1, outOf: 2), fires: Ratio(1, outOf: 2))
    let counts = try (UInt64(1)...100).map { try fires($0, usual) }
    // Half the seeds are armed, 50 of 100 with five standard deviations of 25, and then about half the passes fail.
    #expect((25...75).contains(counts.count { $0 > 0 }))
    #expect(counts.filter { $0 > 0 }.allSatisfy { (4...36).contains($0) })
    #expect(try fires(1, FaultPointRule("store.*", armed: .always, fires: .always)) == 40)
    #expect(try fires(1, FaultPointRule("store.*", armed: .never, fires: .always)) == 0)
    #expect(try fires(1, FaultPointRule("other", armed: .always, fires: .always)) == 0)
  }

  @Test func `passes of one fault point move no other's`() throws {
    func fires(noise: Bool) throws -> [Bool] {
      var simulation = Simulation(seed: 4)
      simulation.faults = FaultPlan(points: [FaultPointRule("*", armed: .always)])
      return try simulation.run { world in
        (0..<30).map { _ in
          if noise { _ = world.faultPoint("noise") }
          return world.faultPoint("store.save")
        }
      }.value
    }
    #expect(try fires(noise: true) == fires(noise: false))
  }

  @Test func `knobs are at an end of their range or as they were`() throws {
    func turned(_ seed: UInt64, _ rule: KnobRule) throws -> [Int] {
      var simulation = Simulation(seed: seed)
      simulation.faults = FaultPlan(knobs: [rule])
      return try simulation.run { world in
        let timeout = world.knob("timeout", .seconds(3), in: .zero ... .seconds(60))
        let cap = world.knob("cap", 5, in: 1...100)
        let again = world.knob("cap", 5, in: 1...100)
        #expect(cap == again)
        return [Int(timeout.components.seconds), cap]
      }.value
    }
    let always = try (UInt64(1)...60).map { try turned($0, KnobRule("*", spiked: .always)) }
    #expect(Set(always.map { $0[0] }) == [0, 60])
    #expect(Set(always.map { $0[1] }) == [1, 100])
    #expect(try turned(1, KnobRule("*", spiked: .never)) == [3, 5])
    #expect(try turned(1, KnobRule("other", spiked: .always)) == [3, 5])
    let usual = try (UInt64(1)...200).count {
      try turned($0, KnobRule("cap", spiked: Ratio(1, outOf: 4)))[1] != 5
    }
    // 50 of 200; five standard deviations are 31.
    #expect((19...81).contains(usual))
  }
}
