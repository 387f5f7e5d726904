import SimCore
import Synchronization
import TestSupport
import Testing

@Suite("Settling a world")
struct SettleTests {
  private static let schedulings: [Scheduling] = [.fifo, .random, .pct(depth: 3)]

  @Test(
    "runs everything that is ready, and everything that becomes ready, at one instant", arguments: schedulings
  )
  func runsAll(scheduling: Scheduling) throws {
    let outcome = try Simulation(seed: 5, scheduling: scheduling).run { world in
      let counter = Counter()
      for _ in 0..<10 {
        Task {
          for _ in 0..<7 { await Task.yield() }
          _ = await Task { counter.next() }.value
        }
      }
      await world.settle()
      return (counter.value, world.clock.now)
    }
    #expect(outcome.value.0 == 10)
    #expect(outcome.value.1 == .start)
  }

  @Test("leaves those alone that wait for time")
  func leavesSleepers() throws {
    let journal = Journal()
    try Simulation(seed: 1).run { world in
      let sleeper = Task {
        journal.write("asleep")
        try await world.clock.sleep(for: .nanoseconds(1))
        journal.write("awake at \(world.clock.nanoseconds)")
      }
      await world.settle()
      journal.write("settled at \(world.clock.nanoseconds)")
      try await sleeper.value
    }
    #expect(journal.lines == ["asleep", "settled at 0", "awake at 1"])
  }

  @Test("lets a cancelled sleeper end")
  func cancelledSleeper() throws {
    let outcome = try Simulation(seed: 1, scheduling: .random).run { world in
      let sleeper = Task { try await world.clock.sleep(for: .seconds(60)) }
      await world.settle()
      sleeper.cancel()
      await world.settle()
      return world.clock.now
    }
    #expect(outcome.value == .start)
    #expect(outcome.certificate.isClean, "\(outcome.certificate)")
  }

  @Test(
    "tasks that settle together go on one after another, in the order of their calls", arguments: schedulings)
  func together(scheduling: Scheduling) throws {
    let journal = Journal()
    try Simulation(seed: 3, scheduling: scheduling).run { world in
      let tasks = (1...3).map { number in
        Task {
          try await world.clock.sleep(for: .nanoseconds(Int64(number)))
          try await world.clock.sleep(untilNanoseconds: 10)
          for round in 1...2 {
            await world.settle()
            journal.write("\(number)\(round)")
            await Task.yield()
          }
        }
      }
      for task in tasks { try await task.value }
    }
    let order = journal.lines.prefix(3).map { $0.prefix(1) }
    #expect(journal.lines == order.map { $0 + "1" } + order.map { $0 + "2" }, "\(journal.lines)")
  }

  @Test("returns at once for a task that is cancelled or alone")
  func cancelledAndAlone() throws {
    let outcome = try Simulation(seed: 1).run { world in
      await world.settle()
      let task = Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        await world.settle()
        return Task.isCancelled
      }
      return await task.value
    }
    #expect(outcome.value)
    #expect(outcome.endedAt == .start)
  }

  @Test("a task that never stops yielding runs into the step budget")
  func spinning() throws {
    var simulation = Simulation(seed: 1)
    simulation.stepBudget = 1_000
    let error = #expect(throws: SimulationError.self) {
      try simulation.run { world in
        Task { while !Task.isCancelled { await Task.yield() } }
        await world.settle()
      }
    }
    guard case .stepBudgetExceeded = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("is a function of the seed", arguments: 1...5 as ClosedRange<UInt64>)
  func deterministic(seed: UInt64) throws {
    func digest() throws -> Digest {
      try Simulation(seed: seed, scheduling: .random).run { world in
        for number in 0..<5 {
          Task {
            await world.settle()
            world.record(TraceKind("settled", "task"), Int64(number))
          }
        }
        await world.settle()
      }.digest
    }
    #expect(try digest() == digest())
  }
}
