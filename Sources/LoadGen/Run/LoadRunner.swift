public import Primitives

/// The number of a request within its run, from 0.
///
/// Draws keyed by it are the same in every run of one seed, so two modes can be compared request by request.
public typealias RequestIndex = Int

/// Runs a load model on a clock and records every request.
///
///     let runner = LoadRunner(clock: world.clock, random: world.random)
///     let run = await runner.run(.closed(users: 30, stop: .iterations(10))) { index, planned in
///       await planner.plan(index) ? .success : .failure(.timeout)
///     }
///
/// Users and requests in flight are child tasks: cancelling the caller starts no new requests, cancels
/// those in flight, and returns the records so far. An open model hands the next arrival to an idle task, so
/// a steady load creates no new ones.
public struct LoadRunner<Clock: NanosecondClock>: Sendable {
  /// Performs one request. Takes its index and its planned start in nanoseconds of the clock.
  public typealias Request = @Sendable (RequestIndex, Int64) async -> RequestOutcome

  private static var thinking: DrawSite { "loadgen.think" }
  private let clock: Clock
  private let random: RandomSource

  /// Makes a runner that waits on `clock` and draws arrivals and think times from `random`.
  public init(clock: Clock, random: RandomSource) {
    self.clock = clock
    self.random = random
  }

  /// Runs `model`, calling `request` for each of its requests. Returns when the last request has ended.
  public func run(_ model: LoadModel, _ request: @escaping Request) async -> LoadRun {
    let start = clock.nanoseconds
    let state = RunState(start: start)
    switch model {
    case .sequential(let requests):
      state.reserve(requests)
      await user(0, of: 1, nil, .iterations(requests), start, state, request)
    case .closed(let users, let think, let stop):
      precondition(users > 0, "users must be positive, was \(users)")
      switch stop {
      case .iterations(let count): state.reserve(users * count)
      case .requests(let count): state.reserve(count)
      case .duration: break
      }
      await withDiscardingTaskGroup { group in
        for number in 0..<users {
          group.addTask { await user(number, of: users, think, stop, start, state, request) }
        }
      }
    case .open(let load): await open(load, start, state, request)
    }
    return state.close(model, interrupted: Task.isCancelled)
  }

  private func user(
    _ number: Int, of users: Int, _ think: LatencyDistribution?, _ stop: ClosedStop, _ start: Int64,
    _ state: RunState,
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
        guard let next = state.nextIndex(below: count) else { return }
        index = next
      case .duration(let length):
        guard planned < start + length else { return }
        index = state.nextIndex(below: .max) ?? 0
      }
      let started = clock.nanoseconds
      state.begin(at: started)
      let outcome = await request(index, planned)
      let finished = clock.nanoseconds
      state.finish(
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

  private func open(_ load: OpenLoad, _ start: Int64, _ state: RunState, _ request: @escaping Request) async {
    let times = ArrivalTimes(
      load.arrivals, load.rate, random: random, until: load.duration ?? .max, atMost: load.requests ?? .max)
    if let requests = load.requests { state.reserve(requests) }
    let limit = load.limit?.count ?? .max
    let whenFull = load.limit?.whenFull ?? .drop
    await withDiscardingTaskGroup { group in
      for (index, time) in times.enumerated() {
        let planned = start + time
        if clock.nanoseconds < planned {
          if (try? await clock.sleep(untilNanoseconds: planned)) == nil { break }
        } else if Task.isCancelled {
          break
        }
        let arrival = Arrival(index: index, planned: planned)
        if state.admit(arrival, limit: limit, whenFull: whenFull) {
          group.addTask { await worker(arrival, state, request) }
        }
      }
      state.stopWorkers()
    }
  }

  /// Serves one arrival after another until no more will come.
  private func worker(_ first: Arrival, _ state: RunState, _ request: Request) async {
    var arrival = first
    while true {
      let started: Int64
      if let known = arrival.started {
        started = known
      } else {
        started = clock.nanoseconds
        state.begin(at: started)
      }
      let outcome = await request(arrival.index, arrival.planned)
      let finished = clock.nanoseconds
      let record = RequestRecord(
        planned: arrival.planned, started: started, finished: finished, status: .finished(outcome))
      guard let next = await state.finishAndWait(arrival.index, record) else { return }
      arrival = next
    }
  }
}
