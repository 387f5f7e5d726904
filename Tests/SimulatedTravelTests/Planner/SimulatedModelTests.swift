import Primitives
import Resilience
import SimCore
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Planning with a language model")
struct SimulatedModelTests {
  static let text = "Plan a week in Lisbon from Berlin for two, budget 1500 EUR"

  func plan(
    _ model: ModelBehaviour?, _ text: String = text, seed: UInt64 = 1, key: UInt64 = 1,
    scope: PlanRequest.Scope = .searchOnly
  ) throws -> SinglePlanRun {
    try SinglePlanRun.run(
      PlanRequest(TripRequest(text: text), key: key, scope: scope), profile: .reference, seed: seed,
      model: model)
  }

  @Test(
    "understands what the rules understand",
    arguments: [
      text, "Paris → Rome → Barcelona in June for 10 nights, $4000",
      "find flights from Berlin to Paris tomorrow",
      "weather in Oslo and Bergen", "Generate the itinerary", "Hello",
      "business class to Tokyo for 3 nights, 4 stars",
    ])
  func agrees(text: String) throws {
    let asked = try plan(ModelBehaviour(), text).state
    #expect(asked.intent == (try plan(nil, text).state.intent))
    #expect(asked.errors.allSatisfy { $0.step != .intent })
  }

  @Test func `writes the words`() throws {
    let state = try plan(ModelBehaviour(), scope: .full).state
    #expect(state.response.hasPrefix("Have a good trip. Everything is arranged below"))
  }

  @Test("a malformed reply is asked for once more, then the rules answer", arguments: UInt64(1)...40)
  func malformed(seed: UInt64) throws {
    let plan = try plan(ModelBehaviour(malformed: .always), seed: seed, key: seed)
    #expect(plan.state.errors == [StepError(.intent, .malformed)])
    #expect(plan.state.retryCount == 1)
    #expect(plan.state.trip?.destination == City("Lisbon"))
    #expect(!plan.state.isPartial)
    // Two replies of 300 ms with a pause between, and the longest search.
    #expect(plan.duration >= 1_400_000_000)
  }

  @Test func `a late reply is asked for once more, then the rules answer`() throws {
    let plan = try plan(ModelBehaviour(late: .always, lateBy: .seconds(20)))
    #expect(plan.state.errors.map(\.step) == [.intent])
    #expect(plan.state.retryCount == 1)
    #expect(plan.state.trip?.destination == City("Lisbon"))
    // Two attempts of five seconds each, and the longest search.
    #expect(plan.duration >= 10_800_000_000 && plan.duration < 16_000_000_000)
    // A little late is no harm.
    let slow = try self.plan(ModelBehaviour(late: .always, lateBy: .seconds(2)))
    #expect(slow.state.errors.isEmpty)
    #expect(slow.duration == 3_100_000_000)
  }

  @Test func `one good reply out of two is enough`() throws {
    var retried = 0
    var gaveUp = 0
    for key: UInt64 in 1...60 {
      let state = try plan(ModelBehaviour(malformed: Ratio(1, outOf: 2)), key: key).state
      if !state.errors.isEmpty { gaveUp += 1 } else if state.retryCount > 0 { retried += 1 }
      #expect(state.intent == (try plan(nil, key: key).state.intent))
    }
    #expect((5...30).contains(gaveUp))
    #expect((5...30).contains(retried))
  }

  @Test func `an impossible wish is refused with the field named`() {
    let error = #expect(throws: PlanError.self) { _ = try plan(ModelBehaviour(), "Trip to Rome on June 31") }
    guard case .invalid(let issues)? = error else { return }
    #expect(issues.issues.map(\.field) == [.departure])
  }

  @Test("is the same plan again", arguments: UInt64(1)...5)
  func repeats(seed: UInt64) throws {
    let moody = ModelBehaviour(malformed: Ratio(1, outOf: 3), late: Ratio(1, outOf: 3))
    let first = try plan(moody, seed: seed, scope: .full)
    let second = try plan(moody, seed: seed, scope: .full)
    #expect(first.state == second.state)
    #expect(first.digest == second.digest)
  }
}
