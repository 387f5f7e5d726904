import Primitives
import SimCore
import Testing

@testable import Scenarios

@Suite("A swarm")
struct SwarmTests {
  private let scenario = Scripted.scenario(faults: [
    Scripted.fault("slow", .addedLatency(.nanoseconds(5))),
    Scripted.fault("late", .multipliedLatency(parts: 2, whole: 1)),
    Scripted.fault("error"), Scripted.fault("hang", .hang), Scripted.fault("lost", .replyLost),
    Scripted.fault("torn", .store(.tornSave)),
  ])
  private let cases: [ChaosCase]

  init() {
    let scenario = self.scenario
    cases = (1...400).map { Swarm().makeCase(scenario, seed: $0) }
  }

  @Test("switches whole families off, never all of them, and leaves half the seeds complete")
  func families() {
    for drawn in cases {
      let names = drawn.faults.faults.map(\.name)
      #expect(!names.isEmpty)
      #expect(names.contains("slow") == names.contains("late"))
      #expect(names.contains("hang") == names.contains("lost"))
    }
    let complete = cases.count { $0.faults.faults.count == 6 }
    #expect((180...300).contains(complete))
    for name in ["slow", "error", "hang", "torn"] {
      let without = cases.count { drawn in !drawn.faults.faults.contains { $0.name == name } }
      #expect((30...120).contains(without), "\(name) was off in \(without)")
    }
  }

  @Test("leaves the one family of a scenario on")
  func oneFamily() {
    let one = Scripted.scenario(faults: [Scripted.fault("error"), Scripted.fault("again")])
    for seed: UInt64 in 1...100 { #expect(Swarm().makeCase(one, seed: seed).faults.faults.count == 2) }
  }

  @Test("orders what is ready in every way")
  func scheduling() {
    for name in ["fifo", "random", "pct"] {
      #expect(cases.count { $0.scheduling.name == name } > 60)
    }
  }

  @Test("draws the same case for the same seed")
  func repeats() {
    for seed: UInt64 in 1...50 {
      #expect(Swarm().makeCase(scenario, seed: seed) == Swarm().makeCase(scenario, seed: seed))
    }
  }
}
