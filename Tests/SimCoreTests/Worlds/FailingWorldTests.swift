import Dispatch
import Foundation
import SimCore
import Synchronization
import TestSupport
import Testing

/// The causes that end a run before its body does, and the messages of their errors.
@Suite("Worlds that fail")
struct FailingWorldTests {
  /// The error of a run that must fail.
  private func failure(
    _ simulation: Simulation = Simulation(seed: 3), _ body: @escaping @Sendable (World) async throws -> Void
  ) throws -> SimulationError {
    try #require(#expect(throws: SimulationError.self) { try simulation.run { try await body($0) } })
  }

  @Test func `a deadlock names the parked tasks and the functions they wait in`() throws {
    let error = try failure { world in
      try await world.clock.sleep(for: .milliseconds(5))
      let buyer = Task(name: "buyer") { await waitForNobody() }
      await buyer.value
    }
    guard case .deadlock(let time, let parked) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(time.nanoseconds == 5_000_000)
    #expect(parked.map(\.name) == ["body", "buyer"])
    #expect(parked[1].waitsIn.contains { $0.contains("waitForNobody") }, "\(parked[1])")
    let message = "\(error)"
    for part in ["deadlock at 0.005 s", "task 1 \"body\"", "task 2 \"buyer\" waits in", "waitForNobody"] {
      #expect(message.contains(part), "\(message)")
    }
  }

  @Test func `two tasks that wait for each other are a deadlock`() throws {
    let error = try failure { _ in
      let holder = Holder()
      let a = Task(name: "a") { await holder.waitForOther() }
      let b = Task(name: "b") { await a.value }
      holder.other.withLock { $0 = b }
      await a.value
    }
    guard case .deadlock(_, let parked) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(parked.map(\.name) == ["body", "a", "b"])
  }

  @Test func `a task that is left over is named`() throws {
    var simulation = Simulation(seed: 3)
    let body: @Sendable (World) async throws -> Void = { world in
      Task(name: "straggler") { try await world.clock.sleep(for: .seconds(1)) }
      try await world.clock.sleep(for: .milliseconds(1))
    }
    let lenient = try simulation.run { try await body($0) }
    #expect(lenient.certificate.leftoverTasks.map(\.name) == ["straggler"])
    #expect(lenient.certificate.leftoverTimers == 1)
    #expect(!lenient.certificate.isClean)
    #expect("\(lenient.certificate)".contains("straggler"))

    simulation.allowsLeftovers = false
    let error = try failure(simulation, body)
    #expect("\(error)".contains("task 2 \"straggler\""))
  }

  @Test func `a task that is left over is cancelled when the body has returned`() throws {
    let journal = Journal()
    let outcome = try Simulation(seed: 3).run { world in
      Task {
        do { try await world.clock.sleep(for: .seconds(1)) } catch { journal.write("\(error)") }
        try? await world.clock.sleep(for: .seconds(1))
        journal.write("done")
      }
      try await world.clock.sleep(for: .milliseconds(1))
    }
    #expect(journal.text == "CancellationError() done")
    #expect(outcome.endedAt.nanoseconds == 1_000_000)
  }

  @Test func `a timer that is left over is counted`() throws {
    let outcome = try Simulation(seed: 3).run { world in
      _ = world.clock.schedule(atNanoseconds: 7) {}
      let cancelled = world.clock.schedule(atNanoseconds: 8) {}
      world.clock.cancel(cancelled)
    }
    #expect(outcome.certificate.leftoverTimers == 1)
  }

  @Test func `leftovers are one alike whatever the scheduler`() throws {
    for scheduling: Scheduling in [.fifo, .random, .pct(depth: 2)] {
      let outcome = try Simulation(seed: 9, scheduling: scheduling).run { world in
        for number in 0..<5 { Task { try await world.clock.sleep(for: .seconds(number)) } }
        try await world.clock.sleep(for: .milliseconds(2_500))
      }
      #expect(outcome.certificate.leftoverTasks.count == 2)
    }
  }

  @Test("the world's time stops at its budget", arguments: [(99, true), (100, false), (101, false)])
  func timeBudget(budget: Int, exceeds: Bool) throws {
    var simulation = Simulation(seed: 3)
    simulation.timeBudget = .milliseconds(budget)
    let body: @Sendable (World) async throws -> Void = { try await $0.clock.sleep(for: .milliseconds(100)) }
    if !exceeds {
      #expect(try simulation.run { try await body($0) }.endedAt.nanoseconds == 100_000_000)
      return
    }
    let error = try failure(simulation, body)
    guard case .timeBudgetExceeded(let limit, let next) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(limit == .milliseconds(99))
    #expect(next.nanoseconds == 100_000_000)
    #expect("\(error)".contains("0.099 s"))
  }

  @Test func `a task that spins ends at the step budget`() throws {
    var simulation = Simulation(seed: 3)
    simulation.stepBudget = 1_000
    let error = try failure(simulation) { _ in
      async let one: Void = spin()
      async let other: Void = spin()
      _ = await (one, other)
    }
    guard case .stepBudgetExceeded(let limit, let time) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(limit == 1_000)
    #expect(time.nanoseconds == 0)
  }

  @Test func `a task that spins alone ends at the step budget`() throws {
    var simulation = Simulation(seed: 3)
    simulation.stepBudget = 1_000
    let error = try failure(simulation) { _ in await spin() }
    guard case .stepBudgetExceeded = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `what the body throws is what the run throws`() {
    #expect(throws: ProbeError.expected) {
      try Simulation(seed: 3).run { world in
        try await world.clock.sleep(for: .milliseconds(1))
        throw ProbeError.expected
      }
    }
  }

  @Test func `a failed attempt tells how far it came`() {
    var simulation = Simulation(seed: 3)
    simulation.keepsTrace = true
    let attempt = simulation.attempt { world in
      try await world.clock.sleep(for: .milliseconds(4))
      await waitForNobody()
    }
    #expect(throws: SimulationError.self) { try attempt.result.get() }
    #expect(attempt.endedAt.nanoseconds == 4_000_000)
    #expect(attempt.trace.events.contains { $0.kind == .timerFired && $0.time == 4_000_000 })
    #expect(
      attempt.digest
        == simulation.attempt { world in
          try await world.clock.sleep(for: .milliseconds(4))
          await waitForNobody()
        }.digest)
  }

  @Test func `admitted foreign work lets a dispatch queue resume a task`() throws {
    var simulation = Simulation(seed: 3)
    simulation.foreignWork = .admitted()
    let outcome = try simulation.run { world in
      let number = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: 7) }
      }
      try await world.clock.sleep(for: .milliseconds(1))
      return number
    }
    #expect(outcome.value == 7)
    #expect(outcome.endedAt.nanoseconds == 1_000_000)
    #expect(outcome.certificate.foreignEnqueues == 1)
    #expect(outcome.certificate.threads == 2)
    #expect(!outcome.certificate.isClean)
  }

  @Test func `a sleep cancelled from a foreign thread ends where that is admitted`() throws {
    var simulation = Simulation(seed: 3)
    simulation.foreignWork = .admitted()
    let outcome = try simulation.run { world in
      let sleeper = Task { try await world.clock.sleep(for: .seconds(1)) }
      await Task.yield()
      onAnotherThread { sleeper.cancel() }
      return await sleeper.result
    }
    #expect(throws: CancellationError.self) { try outcome.value.get() }
    #expect(outcome.endedAt.nanoseconds == 0)
  }

  @Test func `the clock used outside its world stops the program`() async {
    await #expect(processExitsWith: .failure) {
      let outcome = try Simulation(seed: 3).run { world in UncheckedBox(world.clock) }
      try await outcome.value.content.sleep(for: .seconds(1))
    }
  }

  @Test(arguments: Use.allCases)
  func `a clock or a world that is read after its run stops the program`(use: Use) async {
    await #expect(processExitsWith: .failure) { [use] in
      let outcome = try Simulation(seed: 3).run { world in UncheckedBox(world) }
      let world = outcome.value.content
      switch use {
      case .time: _ = world.clock.nanoseconds
      case .instant: _ = world.clock.now
      case .identity: _ = world.clock.id
      case .calendar: _ = world.calendar
      case .digest: _ = world.digest
      case .record: world.record(.bodyReturned)
      case .timer: world.clock.schedule(atNanoseconds: 1) {}
      case .settle: await world.settle()
      }
    }
  }

  enum Use: String, CaseIterable, Codable {
    case time, instant, identity, calendar, digest, record, timer, settle
  }

  @Test func `a negative sleep stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Simulation(seed: 3).run { try await $0.clock.sleep(for: .nanoseconds(-1)) }
    }
  }

  @Test func `the clock of another world stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Simulation(seed: 1).run { outer in
        let clock = outer.clock
        return try Simulation(seed: 2).run { _ in try await clock.sleep(for: .seconds(1)) }.steps
      }
    }
  }
}

private struct UncheckedBox<Content: Sendable>: Sendable {
  let content: Content
  init(_ content: Content) { self.content = content }
}

private final class Holder: Sendable {
  let other = Mutex<Task<Void, Never>?>(nil)
  func waitForOther() async { await other.withLock(\.self)?.value }
}

/// Returns when a thread of its own has run `body`.
private func onAnotherThread(_ body: @escaping @Sendable () -> Void) {
  let isDone = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    body()
    isDone.signal()
  }
  isDone.wait()
}

private func spin() async { while !Task.isCancelled { await Task.yield() } }

/// Waits until it is cancelled.
@inline(never) private func waitForNobody() async {
  let (stream, continuation) = AsyncStream<Never>.makeStream()
  for await _ in stream {}
  continuation.finish()
}
