import Primitives
import SimCore
import Synchronization
import Testing

@testable import LoadGen

@Suite("Load runner")
struct LoadRunnerTests {
  static let ms: Int64 = 1_000_000

  /// Runs `model` against a service that takes `service(index)` nanoseconds and never fails.
  private func run(
    _ model: LoadModel, seed: UInt64 = 1, _ service: @escaping @Sendable (Int) -> Int64 = { _ in 10 * ms }
  ) throws -> LoadRun {
    try Simulation(seed: seed).run { world in
      let clock = world.clock
      return await LoadRunner(clock: clock, random: world.random).run(model) { index, _ in
        try? await clock.sleep(untilNanoseconds: clock.nanoseconds + service(index))
        return .success
      }
    }.value
  }

  @Test func `one after another takes the sum of the times`() throws {
    let run = try run(.sequential(requests: 3)) { Int64($0 + 1) * Self.ms }
    #expect(run.makespan == 6 * Self.ms)
    #expect(run.records.map(\.planned) == [0, 1 * Self.ms, 3 * Self.ms])
    #expect(run.records.map(\.latency) == [1 * Self.ms, 2 * Self.ms, 3 * Self.ms])
    #expect(run.peakInFlight == 1)
  }

  @Test("users at once take the time of one", arguments: [1, 3, 10, 1000])
  func closed(users: Int) throws {
    let run = try run(.closed(users: users, stop: .iterations(2)))
    #expect(run.makespan == 20 * Self.ms)
    #expect(run.records.count == 2 * users)
    #expect(run.peakInFlight == users)
    #expect(run.records.allSatisfy { $0.latency == 10 * Self.ms && $0.outcome == .success })
  }

  @Test func `shared requests are given out in order of start, and all are made`() throws {
    let run = try run(.closed(users: 3, stop: .requests(7)))
    #expect(run.records.map { $0.started / Self.ms } == [0, 0, 0, 10, 10, 10, 20])
  }

  @Test("no request starts at the end of the duration or later")
  func duration() throws {
    let run = try run(.closed(users: 2, stop: .duration(30 * Self.ms)))
    #expect(run.records.map { $0.started / Self.ms } == [0, 0, 10, 10, 20, 20])
  }

  @Test func `a user thinks after the answer`() throws {
    let run = try run(.closed(users: 1, think: .constant(.milliseconds(5)), stop: .iterations(3)))
    #expect(run.records.map { $0.planned / Self.ms } == [0, 15, 30])
    #expect(run.makespan == 40 * Self.ms)
  }

  @Test func `arrivals do not wait for answers`() throws {
    let run = try run(.open(OpenLoad(arrivals: .constant, rate: .constant(1000), requests: 50)))
    #expect(run.records.map(\.started) == (0..<50).map { Int64($0) * Self.ms })
    #expect(run.records.allSatisfy { $0.latency == 10 * Self.ms })
    #expect(run.peakInFlight == 10)
  }

  @Test func `beyond the limit an arrival is dropped, and counted`() throws {
    let load = OpenLoad(
      arrivals: .constant, rate: .constant(1000), requests: 30, limit: InFlightLimit(5, whenFull: .drop))
    let run = try run(.open(load))
    #expect(run.peakInFlight == 5)
    let summary = RunSummary(run)
    #expect(summary.counts.offered == 30)
    #expect(summary.counts.dropped == 15)
    #expect(summary.counts.finished == 15)
    #expect(
      run.records.prefix(10).map { $0.status == .dropped } == [false, false, false, false, false] + [
        true, true, true, true, true,
      ])
  }

  @Test func `beyond the limit an arrival waits its turn, and the wait is its latency`() throws {
    let run = try run(.batch(requests: 5, users: 2))
    #expect(run.records.map { $0.latency / Self.ms } == [10, 10, 20, 20, 30])
    #expect(run.records.map { $0.service / Self.ms } == [10, 10, 10, 10, 10])
    #expect(RunSummary(run).counts.late == 3)
  }

  @Test("latency is counted from the plan, not from when a stalled worker got to it")
  func coordinatedOmission() throws {
    // One worker, a request every millisecond, each takes 0.1 ms; number 10 stalls for 10 ms.
    let load = OpenLoad(
      arrivals: .constant, rate: .constant(1000), requests: 40, limit: InFlightLimit(1, whenFull: .wait))
    let run = try run(.open(load)) { $0 == 10 ? 10 * Self.ms : Self.ms / 10 }
    let latencies = run.records.map { $0.latency / (Self.ms / 10) }
    #expect(latencies[10...20] == [100, 91, 82, 73, 64, 55, 46, 37, 28, 19, 10])
    #expect(latencies[..<10].allSatisfy { $0 == 1 } && latencies[21...].allSatisfy { $0 == 1 })
    let summary = RunSummary(run)
    #expect(summary.latency.mean == 1_585_000 && summary.service.mean == 347_500)
    #expect(summary.latency.p90 == 6_400_000 && summary.service.p90 == 100_000)
    #expect(summary.latency.p95 == nil)
  }

  @Test("the law of Little holds, whatever the model", arguments: 0..<4 as Range<UInt64>)
  func littlesLaw(seed: UInt64) throws {
    let models: [LoadModel] = try [
      .sequential(requests: 40),
      .closed(
        users: 7, think: LatencyDistribution(.exponential(mean: .milliseconds(3))), stop: .requests(100)),
      .open(OpenLoad(arrivals: .poisson, rate: .constant(500), requests: 200)),
      .batch(requests: 60, users: 8),
    ]
    let random = RandomSource(seed: seed)
    for model in models {
      let run = try run(model, seed: seed) { index in
        var draw = random.draw("test.service", UInt64(index))
        return Int64(draw.next(below: 20_000_000)) + 1
      }
      let law = LittlesLaw(run)
      #expect(law.residual == 0 && law.inFlight > 0)
      #expect(RunSummary(run).counts.succeeded == run.records.count)
    }
  }

  @Test("the same seed gives the same run, another seed another")
  func twins() throws {
    let model = LoadModel.open(OpenLoad(arrivals: .poisson, rate: .constant(500), requests: 100))
    #expect(try run(model, seed: 5) == run(model, seed: 5))
    #expect(try run(model, seed: 5) != run(model, seed: 6))
  }

  @Test func `a steady open load reuses its tasks`() throws {
    let outcome = try Simulation(seed: 1).run { world in
      let clock = world.clock
      return await LoadRunner(clock: clock, random: world.random).run(
        .open(OpenLoad(arrivals: .constant, rate: .constant(1000), requests: 1000))
      ) { _, _ in
        try? await clock.sleep(untilNanoseconds: clock.nanoseconds + 10 * Self.ms)
        return .success
      }
    }
    #expect(outcome.value.records.count == 1000)
    // Ten requests are in flight at a time.
    #expect(outcome.tasks == 11)
    #expect(outcome.certificate.isClean)
  }

  @Test(
    "a cancelled run ends at once, and says so",
    arguments: [
      (.sequential(requests: 1000), 55, 5, 1),
      // All users are thinking at that moment.
      (.closed(users: 5, think: .constant(.milliseconds(1)), stop: .iterations(1000)), 54, 25, 0),
      (.open(OpenLoad(arrivals: .poisson, rate: .constant(500), requests: 1000)), 55, 19, 5),
      (.batch(requests: 1000, users: 4), 55, 20, 4),
    ] as [(LoadModel, Int64, Int, Int)])
  func cancelled(model: LoadModel, end: Int64, succeeded: Int, failed: Int) throws {
    let run = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let task = Task {
        await LoadRunner(clock: clock, random: world.random).run(model) { _, _ in
          do {
            try await clock.sleep(untilNanoseconds: clock.nanoseconds + 10 * Self.ms)
            return .success
          } catch { return .failure(ErrorKind(rawValue: 9)) }
        }
      }
      try await clock.sleep(untilNanoseconds: 55 * Self.ms)
      task.cancel()
      return await task.value
    }.value
    #expect(run.wasInterrupted)
    #expect(run.end == end * Self.ms)
    let counts = RunSummary(run).counts
    #expect((counts.succeeded, counts.failed) == (succeeded, failed))
    #expect(counts.failures.allSatisfy { $0.kind.rawValue == 9 })
  }

  @Test func `on any clock, and from many threads, every request is recorded once`() async {
    let made = Mutex<[Int]>([])
    let runner = LoadRunner(clock: NanosecondClockAdapter(ContinuousClock()), random: RandomSource(seed: 3))
    let models: [LoadModel] = try [
      .closed(users: 8, stop: .iterations(250)), .batch(requests: 2000, users: 8),
      .open(OpenLoad(arrivals: .together, rate: .constant(0), requests: 2000)),
    ]
    for model in models {
      made.withLock { $0 = [] }
      let run = await runner.run(model) { index, _ in
        made.withLock { $0.append(index) }
        return index % 5 == 0 ? .degraded : .success
      }
      #expect(made.withLock { $0.sorted() } == Array(0..<2000))
      #expect(run.records.count == 2000 && run.records.allSatisfy { $0.outcome != nil })
      #expect(RunSummary(run).counts.degraded == 400)
      #expect(LittlesLaw(run).residual == 0)
    }
  }
}
