public import Primitives

/// A request's place in the run. Draws keyed by it are the same in every run of one seed, which is what
/// lets two modes be compared request by request.
public typealias RequestIndex = Int

/// Carries out a load model on a clock and records every request.
///
///     let runner = LoadRunner(clock: world.clock, random: world.random)
///     let run = await runner.run(.closed(users: 30, stop: .iterations(10))) { index, planned in
///       await planner.plan(index) ? .success : .failure(.timeout)
///     }
///
/// Users and requests under way are child tasks: cancelling the caller stops new requests, cancels
/// those under way, and returns what was recorded. An open model keeps tasks that are through and gives
/// them the next arrival, so a steady load makes no new ones.
public struct LoadRunner<Clock: LoadClock>: Sendable {
  /// `index`, then the planned start in nanoseconds of the clock.
  public typealias Request = @Sendable (RequestIndex, Int64) async -> Outcome

  private static var thinking: Site { "loadgen.think" }
  private let clock: Clock
  private let random: RandomSource

  public init(clock: Clock, random: RandomSource) {
    self.clock = clock
    self.random = random
  }

  /// Returns when the last request is over.
  public func run(_ model: LoadModel, _ request: @escaping Request) async -> LoadRun {
    let start = clock.nanoseconds
    let ledger = Ledger(start: start)
    switch model {
    case .sequential(let requests):
      ledger.reserve(requests)
      await user(0, of: 1, nil, .iterations(requests), start, ledger, request)
    case .closed(let users, let think, let stop):
      precondition(users > 0, "users must be positive, was \(users)")
      switch stop {
      case .iterations(let count): ledger.reserve(users * count)
      case .requests(let count): ledger.reserve(count)
      case .duration: break
      }
      await withDiscardingTaskGroup { group in
        for number in 0..<users {
          group.addTask { await user(number, of: users, think, stop, start, ledger, request) }
        }
      }
    case .open(let load): await open(load, start, ledger, request)
    }
    return ledger.close(model, interrupted: Task.isCancelled)
  }

  private func user(
    _ number: Int, of users: Int, _ think: LatencyDistribution?, _ stop: ClosedStop, _ start: Int64,
    _ ledger: Ledger,
    _ request: Request
  ) async {
    var iteration = 0
    var planned = start
    while !Task.isCancelled {
      let index: RequestIndex
      switch stop {
      case .iterations(let count):
        guard iteration < count else { return }
        index = iteration * users + number
      case .requests(let count):
        guard let next = ledger.nextIndex(below: count) else { return }
        index = next
      case .duration(let length):
        guard planned < start + length else { return }
        index = ledger.nextIndex(below: .max) ?? 0
      }
      let started = clock.nanoseconds
      ledger.begin(at: started)
      let outcome = await request(index, planned)
      let finished = clock.nanoseconds
      ledger.finish(
        index,
        RequestRecord(planned: planned, started: started, finished: finished, status: .finished(outcome)))
      planned = finished
      if let think {
        var draws = random.draw(LoadRunner.thinking, UInt64(number), UInt64(iteration))
        planned += think.draw(using: &draws)
        if (try? await clock.sleep(untilNanoseconds: planned)) == nil { return }
      }
      iteration += 1
    }
  }

  private func open(_ load: OpenLoad, _ start: Int64, _ ledger: Ledger, _ request: @escaping Request) async {
    let arrivals = ArrivalTimes(
      load.arrivals, load.rate, random: random, until: load.duration ?? .max, atMost: load.requests ?? .max)
    if let requests = load.requests { ledger.reserve(requests) }
    let limit = load.limit?.count ?? .max
    let waits = load.limit?.whenFull == .wait
    await withDiscardingTaskGroup { group in
      for (index, arrival) in arrivals.enumerated() {
        let planned = start + arrival
        if clock.nanoseconds < planned {
          if (try? await clock.sleep(untilNanoseconds: planned)) == nil { break }
        } else if Task.isCancelled {
          break
        }
        let job = Job(index: index, planned: planned)
        if ledger.admit(job, limit: limit, waits: waits) {
          group.addTask { await worker(job, ledger, request) }
        }
      }
      ledger.stopWorkers()
    }
  }

  /// Serves one arrival after another; parks in between until there is another or no more will come.
  private func worker(_ first: Job, _ ledger: Ledger, _ request: Request) async {
    var job = first
    while true {
      let started: Int64
      if let known = job.started {
        started = known
      } else {
        started = clock.nanoseconds
        ledger.begin(at: started)
      }
      let outcome = await request(job.index, job.planned)
      let finished = clock.nanoseconds
      let record = RequestRecord(
        planned: job.planned, started: started, finished: finished, status: .finished(outcome))
      guard let next = await ledger.finishAndWait(job.index, record) else { return }
      job = next
    }
  }
}
