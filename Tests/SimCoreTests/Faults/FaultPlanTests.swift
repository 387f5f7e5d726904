import Foundation
import Primitives
import SimCore
import Testing

@Suite("Fault plans")
struct FaultPlanTests {
  static let kinds: [FaultKind] =
    [
      .addedLatency(.nanoseconds(1)), .multipliedLatency(parts: 3, whole: 2), .transientError(code: 503),
      .permanentError(code: 400), .connectionRefused, .connectionReset, .hang,
      .throttle(retryAfter: .seconds(-1)),
      .partial(kept: Ratio(1, outOf: 3)), .replyLost, .late(by: .nanoseconds(Int64.max)), .duplicate, .crash,
      .calendarStep(.nanoseconds(-5)), .capacity(removed: 2), .cancel(after: .nanoseconds(7)),
      .drawnLatency(.constant(.seconds(1))), .throttleUntil(.seconds(12)),
      .calendarDrift(perSecond: .milliseconds(-200)), .slowStart(servers: 3),
    ] + FaultKind.Corruption.allCases.map { .corrupt($0) } + FaultKind.StoreFault.allCases.map { .store($0) }

  static let shapes: [FaultShape] = [
    .step, .ramp(rise: .nanoseconds(5)), .squareWave(period: .nanoseconds(10), on: .nanoseconds(3)),
    .burst(meanOn: .nanoseconds(4), meanOff: .nanoseconds(6)),
  ]

  static let selectors: [CallSelector] = [.nth(3), .first(2), .every(4), .keys([1, .max])]

  static var everything: FaultPlan {
    var faults: [Fault] = []
    for (place, kind) in kinds.enumerated() {
      faults.append(
        Fault(
          "fault-\(place)", target: "flights.*", operation: "search", kind: kind,
          window: place % 2 == 0 ? .always : FaultWindow(from: .nanoseconds(3), until: .nanoseconds(9)),
          shape: shapes[place % shapes.count],
          calls: selectors[place % selectors.count], probability: Ratio(1, outOf: UInt64(place + 1)),
          side: FaultSide.allCases[place % 2]))
    }
    return FaultPlan(
      faults, points: [FaultPointRule("store.*", armed: .always, fires: .never)], knobs: [KnobRule("timeout")]
    )
  }

  @Test func `a plan with every kind of fault survives being saved and loaded`() throws {
    let plan = Self.everything
    let data = try JSONEncoder().encode(plan)
    let loaded = try JSONDecoder().decode(FaultPlan.self, from: data)
    #expect(loaded == plan)
    #expect(loaded.faults.map(\.name) == plan.faults.map(\.name))
  }

  @Test("the stored form of durations is whole nanoseconds")
  func storedForm() throws {
    let fault = Fault(
      "slow", target: "flights.*", kind: .late(by: .seconds(2)),
      window: FaultWindow(from: .zero, until: .milliseconds(5)),
      shape: .burst(meanOn: .nanoseconds(4), meanOff: .nanoseconds(6)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(fault), as: UTF8.self)
    for part in [
      #""kind":{"late":{"nanoseconds":2000000000}}"#, #""window":{"end":5000000,"start":0}"#,
      #""shape":{"burst":{"meanOff":6,"meanOn":4}}"#,
    ] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test(
    "a pattern matches",
    arguments: [
      ("", ""), ("*", ""), ("*", "anything"), ("flights", "flights"), ("flights.*", "flights."),
      ("flights.*", "flights.primary"), ("*.primary", "flights.primary"), ("f*s.*y", "flights.primary"),
      ("**", "x"), ("a*b*c", "abc"), ("a*b*c", "aXbbXbc"), ("*a", "aaaa"), ("zürich.*", "zürich.hbf"),
    ])
  func matches(pattern: String, name: String) {
    #expect(NamePattern(pattern).matches(name))
  }

  @Test(
    "a pattern does not match",
    arguments: [
      ("", "a"), ("flights", "flights.primary"), ("flights.*", "flights"), ("flights.*", "xflights.a"),
      ("*.primary", "flights.primary2"), ("a*b*c", "acb"), ("A", "a"), ("a*a", "a"), ("?", "a"),
    ])
  func doesNotMatch(pattern: String, name: String) {
    #expect(!NamePattern(pattern).matches(name))
  }

  @Test func `merged plans keep both plans' faults under names of their own`() {
    let plan = FaultPlan([
      Fault("slow", target: "a", kind: .hang), Fault("slow-2", target: "b", kind: .crash),
    ])
    let merged = plan.merged(with: plan)
    #expect(merged.faults.map(\.name) == ["slow", "slow-2", "slow-3", "slow-2-2"])
    #expect(FaultPlan().merged(with: plan) == plan)
    #expect(FaultPlan().isEmpty)
    #expect(!plan.isEmpty)
  }

  @Test func `faults can be taken out by place`() {
    let plan = Self.everything
    #expect(
      plan.without([0, 2]).faults.map(\.name)
        == plan.faults.map(\.name).filter { $0 != "fault-0" && $0 != "fault-2" })
    #expect(plan.without([Int]()) == plan)
    #expect(plan.without(plan.faults.indices).faults.isEmpty)
  }

  @Test func `a window without length stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = FaultWindow(from: .nanoseconds(5), until: .nanoseconds(5))
    }
  }

  @Test func `a window begins with its start and ends before its end`() {
    let window = FaultWindow(from: .nanoseconds(5), until: .nanoseconds(7))
    #expect([4, 5, 6, 7].map { window.contains(.nanoseconds($0)) } == [false, true, true, false])
    #expect(FaultWindow.always.contains(.zero))
  }
}
