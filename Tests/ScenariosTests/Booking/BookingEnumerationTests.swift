import Scenarios
import SimCore
import Testing

@Suite("Booking, every single fault")
struct BookingEnumerationTests {
  @Test(
    "holds whatever strikes whichever call", arguments: BookingEnumeration.injections,
    BookingTrial.ProviderOutcome.allCases)
  func strikes(strike: BookingEnumeration.InjectedFault, outcome: BookingTrial.ProviderOutcome) throws {
    let findings = try BookingEnumeration.each(strike, outcome: outcome)
    #expect(findings.failures.map(\.description) == [])
    // With dearer items it ends at the second look at a price.
    #expect(findings.points >= (outcome == .dearer ? 2 : 5))
  }

  @Test(
    "holds when the process dies at every call, and again at every later one", arguments: FaultSide.allCases)
  func crashesInResume(side: FaultSide) throws {
    for outcome in BookingTrial.ProviderOutcome.allCases {
      for second in FaultSide.allCases {
        let strike = BookingEnumeration.injections.first { $0.kind == .crash && $0.side == second }
        let findings = try BookingEnumeration.each(try #require(strike), afterCrash: side, outcome: outcome)
        #expect(findings.failures.map(\.description) == [])
        #expect(findings.points >= (outcome == .dearer ? 5 : 60), "\(outcome)")
      }
    }
  }

  @Test("holds when the process dies at any moment", arguments: BookingTrial.ProviderOutcome.allCases)
  func kills(outcome: BookingTrial.ProviderOutcome) throws {
    let findings = try BookingEnumeration.eachKill(outcome: outcome)
    #expect(findings.failures.map(\.description) == [])
    #expect(findings.points >= (outcome == .dearer ? 20 : 40))
  }

  @Test(
    "holds when it dies at any moment and again at any moment of its recovery",
    arguments: [
      BookingTrial.ProviderOutcome.good, .soldOutHotel, .declined,
    ])
  func killsOfRecovery(outcome: BookingTrial.ProviderOutcome) throws {
    let findings = try BookingEnumeration.eachKillOfRecovery(outcome: outcome)
    #expect(findings.failures.map(\.description) == [])
    #expect(findings.points >= 500)
  }

  @Test(
    "holds whoever else comes at any moment", arguments: BookingEnumeration.Visitor.allCases,
    BookingTrial.ProviderOutcome.allCases)
  func visitors(visitor: BookingEnumeration.Visitor, outcome: BookingTrial.ProviderOutcome) throws {
    let findings = try BookingEnumeration.each(visitor, outcome: outcome)
    #expect(findings.failures.map(\.description) == [])
    #expect(findings.points >= 20)
  }

  @Test(
    "holds with everything delivered twice", arguments: FaultSide.allCases,
    BookingTrial.ProviderOutcome.allCases)
  func everythingTwice(side: FaultSide, outcome: BookingTrial.ProviderOutcome) throws {
    let twice = Fault("twice", target: "*", kind: .duplicate, side: side)
    let result = try BookingTrial(seed: 1, outcome: outcome, faults: FaultPlan([twice])).run()
    #expect(result.violations == [])
    #expect(result.faultsFired[0] >= 2)
  }

  @Test(
    "holds with every answer lost for a while", arguments: [5, 45, 200], BookingTrial.ProviderOutcome.allCases
  )
  func everyAnswerLost(seconds: Int64, outcome: BookingTrial.ProviderOutcome) throws {
    let lost = Fault(
      "lost", target: "*", kind: .replyLost, window: FaultWindow(from: .zero, until: .seconds(seconds)))
    let result = try BookingTrial(seed: 1, outcome: outcome, faults: FaultPlan([lost])).run()
    #expect(result.violations == [])
    #expect(result.faultsFired[0] >= 1)
  }

  @Test("holds with every second answer lost", arguments: BookingTrial.ProviderOutcome.allCases)
  func everySecondAnswerLost(outcome: BookingTrial.ProviderOutcome) throws {
    // For ever would keep step with the retries: each ask for the same answer would be the one that is lost.
    let lost = Fault(
      "lost", target: "*", kind: .replyLost, window: FaultWindow(from: .nanoseconds(0), until: .seconds(300)),
      calls: .every(2))
    let result = try BookingTrial(seed: 1, outcome: outcome, faults: FaultPlan([lost])).run()
    #expect(result.violations == [])
    #expect(result.faultsFired[0] >= 1)
  }

  @Test func `holds for two faults at once, over two thousand seeds`() throws {
    var struck = 0
    for seed in 1...2000 as ClosedRange<UInt64> {
      let trial = BookingEnumeration.pair(seed: seed)
      let result = try trial.run()
      struck += result.faultsFired.count { $0 > 0 } + result.kills
      if !result.violations.isEmpty {
        Issue.record("\(trial.summary): \(result.violations)")
      }
    }
    #expect(struck > 1500)
  }
}
