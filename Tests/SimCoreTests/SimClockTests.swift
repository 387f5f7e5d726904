import Primitives
import SimCore
import TestSupport
import Testing

@Suite("Clock of a world")
struct SimClockTests {
  @Test("tasks with one deadline wake in the order they went to sleep", arguments: [0, 1, 1_000_000])
  func ties(nanoseconds: Int64) throws {
    let journal = Journal()
    let outcome = try Simulation(seed: 1).run { world in
      await withDiscardingTaskGroup { group in
        for number in 0..<20 {
          group.addTask {
            try? await world.clock.sleep(untilNanoseconds: nanoseconds)
            journal.write(number)
          }
        }
      }
    }
    #expect(journal.lines == (0..<20).map(String.init))
    #expect(outcome.endedAt.nanoseconds == nanoseconds)
  }

  @Test("a sleep that is over before it begins suspends once", arguments: [Int64.min, -1, 0, 5_000_000])
  func pastDeadline(deadline: Int64) throws {
    let journal = Journal()
    let outcome = try Simulation(seed: 1).run { world in
      try await world.clock.sleep(for: .milliseconds(5))
      async let other: Void = { journal.write("other") }()
      journal.write("before")
      try await world.clock.sleep(until: SimInstant(nanoseconds: deadline))
      journal.write("after")
      await other
    }
    #expect(journal.text == "before other after")
    #expect(outcome.endedAt.nanoseconds == 5_000_000)
    #expect(outcome.timersFired == 2)
  }

  @Test func `a sleep of zero suspends once`() throws {
    let journal = Journal()
    _ = try Simulation(seed: 1).run { world in
      async let other: Void = { journal.write("other") }()
      try await world.clock.sleep(for: .zero)
      journal.write("after")
      await other
    }
    #expect(journal.text == "other after")
  }

  @Test func `time that leaves 64 bits stops at their end`() throws {
    #expect(SimInstant(nanoseconds: 1).advanced(byNanoseconds: .max).nanoseconds == .max)
    #expect(SimInstant(nanoseconds: -2).advanced(byNanoseconds: .min).nanoseconds == .min)
    #expect(SimInstant(nanoseconds: 1).advanced(by: .seconds(Int64.max)).nanoseconds == .max)
    #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
    #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)

    var simulation = Simulation(seed: 1)
    simulation.timeBudget = .seconds(Int64.max)
    let outcome = try simulation.run { world in
      try await world.clock.sleep(for: .seconds(1))
      try await world.clock.sleep(for: .seconds(Int64.max))
    }
    #expect(outcome.endedAt.nanoseconds == .max)
  }

  @Test func `a hundred thousand cancelled timeouts leave no timer`() throws {
    let outcome = try Simulation(seed: 1).run { world in
      for _ in 0..<1_000 {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<100 { group.addTask { try? await world.clock.sleep(for: .seconds(3_600)) } }
          await Task.yield()
          group.cancelAll()
        }
      }
      return world.clock.nanoseconds
    }
    #expect(outcome.value == 0)
    #expect(outcome.timersFired == 0)
    #expect(outcome.certificate.isClean)
  }

  @Test func `a scheduled action runs once, at its time, and not when it was cancelled`() throws {
    let journal = Journal()
    _ = try Simulation(seed: 1).run { world in
      let clock = world.clock
      _ = clock.schedule(atNanoseconds: 30) { journal.write("c\(clock.nanoseconds)") }
      _ = clock.schedule(atNanoseconds: 10) { journal.write("a\(clock.nanoseconds)") }
      let cancelled = clock.schedule(atNanoseconds: 20) { journal.write("b") }
      clock.cancel(cancelled)
      clock.cancel(cancelled)
      _ = clock.schedule(atNanoseconds: -5) {
        journal.write("now\(clock.nanoseconds)")
        _ = clock.schedule(atNanoseconds: 15) { journal.write("nested\(clock.nanoseconds)") }
      }
      try await clock.sleep(untilNanoseconds: 100)
      clock.cancel(cancelled)
    }
    #expect(journal.text == "now0 a10 nested15 c30")
  }

  @Test func `each world's clock has an identity of its own`() throws {
    let ids = try (0..<3).map { seed in try Simulation(seed: seed).run { $0.clock.id }.value }
    #expect(Set(ids).count == 3)
  }

  @Test func `a sleep cancelled in the instant it is due ends one way a seed`() throws {
    var endings: Set<String> = []
    for seed: UInt64 in 1...40 {
      let journal = Journal()
      expectSame(seed) { world in
        let sleeper = Task { try await world.clock.sleep(for: .milliseconds(5)) }
        let canceller = Task {
          try? await world.clock.sleep(for: .milliseconds(5))
          sleeper.cancel()
        }
        let result = await sleeper.result
        await canceller.value
        if case .success = result { journal.write("slept") } else { journal.write("cancelled") }
      }
      #expect(journal.lines[0] == journal.lines[1])
      endings.insert(journal.lines[0])
    }
    #expect(endings.contains("slept"))
  }

  private func expectSame(_ seed: UInt64, _ body: @escaping @Sendable (World) async throws -> Void) {
    let runs = (0..<2).map { _ in
      Simulation(seed: seed, scheduling: .random).attempt { try await body($0) }.digest
    }
    #expect(runs[0] == runs[1])
  }

  @Test(
    "seconds print exactly",
    arguments: [
      (0, "0.000 s"), (1, "0.000000001 s"), (800_000_000, "0.800 s"), (1_100_000_000, "1.100 s"),
      (-1_500_000_000, "-1.500 s"), (Int64.max, "9223372036.854775807 s"),
      (Int64.min, "-9223372036.854775808 s"),
    ] as [(Int64, String)])
  func seconds(nanoseconds: Int64, text: String) {
    #expect("\(SimInstant(nanoseconds: nanoseconds))" == text)
  }
}
