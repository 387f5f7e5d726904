import Primitives
import Resilience
import SimCore
import SimulatedServices
import Testing

@Suite("Service station")
struct ServiceStationTests {
  private let ms: Int64 = 1_000_000

  private func constant(
    _ milliseconds: Int, servers: Int? = nil, queueLimit: Int? = nil, errors: Ratio = .never,
    quota: Quota? = nil, classes: Int = 1, abandonment: ServiceModel.Abandonment = .finishesWork
  ) -> ServiceModel {
    ServiceModel(
      .constant(.milliseconds(milliseconds)), errors: errors, servers: servers, queueLimit: queueLimit,
      quota: quota, classes: classes, abandonment: abandonment)
  }

  /// The outcome of a call, its time (milliseconds) and its wait.
  struct End: Hashable, Sendable {
    var call: Int
    var at: Int64
    var wait: Int64?
    var error: StationError?
  }

  /// Calls that come `every` so many milliseconds, in order of their ends.
  private func run(_ model: ServiceModel, calls: Int, every: Int64 = 0, seed: UInt64 = 1)
    throws -> (ends: [End], measures: StationMeasures)
  {
    let ms = ms
    return try Simulation(seed: seed).run { world in
      let station = ServiceStation("s", model, clock: world.clock, random: world.random)
      let ends = await withTaskGroup(of: End.self) { group in
        for call in 0..<calls {
          group.addTask {
            try? await world.clock.sleep(untilNanoseconds: Int64(call) * every * ms)
            do throws(StationError) {
              let wait = try await station.serve(UInt64(call), priority: call % model.classes)
              return End(call: call, at: world.clock.nanoseconds / ms, wait: wait / ms, error: nil)
            } catch {
              return End(call: call, at: world.clock.nanoseconds / ms, wait: nil, error: error)
            }
          }
        }
        var ends: [End] = []
        for await end in group { ends.append(end) }
        return ends
      }
      return (ends, station.measures)
    }.value
  }

  @Test("without a bound everyone is served at once")
  func unbounded() throws {
    let (ends, measures) = try run(constant(300), calls: 5)
    #expect(ends.map(\.at) == [300, 300, 300, 300, 300])
    #expect(measures.served == 5)
    #expect(measures.busyTime == 1_500 * Int128(ms))
    #expect(measures.utilisation == nil)
  }

  @Test("two servers serve five calls in three rounds, in order")
  func rounds() throws {
    let (ends, measures) = try run(constant(100, servers: 2), calls: 5)
    #expect(ends.map(\.call) == [0, 1, 2, 3, 4])
    #expect(ends.map(\.at) == [100, 100, 200, 200, 300])
    #expect(ends.map(\.wait) == [0, 0, 100, 100, 200])
    #expect(measures.utilisation == 500.0 / 600)
    #expect(measures.delayed == 3)
  }

  @Test("a full queue turns a call away at once")
  func full() throws {
    let (ends, _) = try run(constant(100, servers: 1, queueLimit: 1), calls: 3)
    #expect(ends.first == End(call: 2, at: 0, wait: nil, error: .queueFull))
    #expect(ends.dropFirst().map(\.at) == [100, 200])
  }

  @Test("a quota answers 429 with the time until the next window")
  func quota() throws {
    let model = constant(5, quota: Quota(2, per: .milliseconds(100)))
    let (ends, _) = try run(model, calls: 5, every: 30)
    #expect(
      ends.map(\.error) == [
        nil, nil, .quotaExceeded(retryAfter: 40 * ms), .quotaExceeded(retryAfter: 10 * ms), nil,
      ])
  }

  @Test("higher priority overtakes what waits, not what is served")
  func priority() throws {
    let (ends, _) = try run(constant(100, servers: 1, classes: 2), calls: 6)
    #expect(ends.map(\.call) == [0, 2, 4, 1, 3, 5])
  }

  @Test("errors come after the latency, in their share, the same for the same call")
  func errors() throws {
    let model = constant(10, errors: "20%")
    let (ends, measures) = try run(model, calls: 2_000)
    #expect((340...460).contains(measures.failed))
    #expect(ends.allSatisfy { $0.at == 10 && ($0.error == nil || $0.error == .failed) })
    let failed = Set(ends.filter { $0.error != nil }.map(\.call))
    let spread = try run(model, calls: 2_000, every: 7).ends
    #expect(Set(spread.filter { $0.error != nil }.map(\.call)) == failed)
  }

  @Test("a call's latency does not depend on the calls before it")
  func keyedLatency() throws {
    let model = ServiceModel(try LatencyDistribution(.exponential(mean: .milliseconds(50))))
    func latency(calls: [UInt64]) throws -> Int64 {
      try Simulation(seed: 3).run { world in
        let station = ServiceStation("s", model, clock: world.clock, random: world.random)
        for call in calls { _ = try await station.serve(call) }
        let start = world.clock.nanoseconds
        _ = try await station.serve(99, attempt: 2)
        return world.clock.nanoseconds - start
      }.value
    }
    #expect(try latency(calls: []) == latency(calls: [1, 2, 3]))
  }

  @Test("a call cancelled in the queue gives its place back")
  func cancelledWaiting() throws {
    let model = constant(100, servers: 1, queueLimit: 1)
    let measures = try Simulation(seed: 1).run { world in
      let station = ServiceStation("s", model, clock: world.clock, random: world.random)
      let first = Task { try? await station.serve(0) }
      let second = Task { () -> StationError? in
        do throws(StationError) {
          try await station.serve(1)
          return nil
        } catch { return error }
      }
      try await world.clock.sleep(for: .milliseconds(10))
      second.cancel()
      #expect(await second.value == .cancelled)
      #expect(world.clock.nanoseconds == 10_000_000)
      #expect(station.queued == 0)
      #expect(try await station.serve(2) == 90_000_000)
      _ = await first.value
      return station.measures
    }.value
    #expect(measures.abandoned == 1)
    #expect(measures.served == 2)
  }

  @Test(
    "a call cancelled while served frees the server at once or at its end",
    arguments: [(.stopsWork, 10), (.finishesWork, 100)] as [(ServiceModel.Abandonment, Int64)])
  func cancelledServed(abandonment: ServiceModel.Abandonment, free: Int64) throws {
    let ms = ms
    let model = constant(100, servers: 1, abandonment: abandonment)
    let (freeAt, measures) = try Simulation(seed: 1).run { world in
      let station = ServiceStation("s", model, clock: world.clock, random: world.random)
      let first = Task { try? await station.serve(0) }
      try await world.clock.sleep(for: .milliseconds(10))
      first.cancel()
      #expect(await first.value == nil)
      #expect(world.clock.nanoseconds == 10 * ms)
      let wait = try await station.serve(1)
      return (10 * ms + wait, station.measures)
    }.value
    #expect(freeAt == free * ms)
    #expect(measures.abandoned == 1)
    #expect(measures.served == 1)
    #expect(measures.busyTime == Int128(free + 100) * Int128(ms))
  }

  @Test("a call cancelled before it comes is not served")
  func cancelledBefore() throws {
    let error = try Simulation(seed: 1).run { world in
      let station = ServiceStation("s", constant(100, servers: 1), clock: world.clock, random: world.random)
      let busy = Task { try? await station.serve(0) }
      try await world.clock.sleep(for: .milliseconds(1))
      let late = Task { () -> StationError? in
        unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
        do throws(StationError) {
          try await station.serve(1)
          return nil
        } catch { return error }
      }
      let error = await late.value
      #expect(station.queued == 0)
      _ = await busy.value
      return error
    }.value
    #expect(error == .cancelled)
  }

  @Test("servers taken away let the queue grow, given back let it start")
  func servers() throws {
    let ms = ms
    let ends = try Simulation(seed: 1).run { world in
      let station = ServiceStation("s", constant(100, servers: 2), clock: world.clock, random: world.random)
      station.setServers(0)
      async let a = station.serve(0)
      async let b = station.serve(1)
      async let c = station.serve(2)
      try await world.clock.sleep(for: .milliseconds(50))
      #expect(station.queued == 3)
      station.setServers(2)
      #expect(station.busy == 2)
      return try await [a / ms, b / ms, c / ms]
    }.value
    #expect(ends == [50, 50, 150])
  }

  @Test(
    "a caller's own deadline ends the call then; at exactly its end the answer wins",
    arguments: [nil, 1] as [Int?], [(99, false), (100, true), (101, true)] as [(Int64, Bool)])
  func deadline(servers: Int?, deadline: (Int64, Bool)) throws {
    let ms = ms
    let model = constant(100, servers: servers)
    let (error, at, measures) = try Simulation(seed: 1).run { world in
      let station = ServiceStation("s", model, clock: world.clock, random: world.random)
      var error: StationError?
      do throws(StationError) { try await station.serve(0, until: deadline.0 * ms) } catch let caught {
        error = caught
      }
      let at = world.clock.nanoseconds / ms
      try await world.clock.sleep(for: .milliseconds(5))
      return (error, at, station.measures)
    }.value
    #expect(error == (deadline.1 ? nil : .timedOut))
    #expect(at == min(deadline.0, 100))
    #expect([measures.served, measures.abandoned] == (deadline.1 ? [1, 0] : [0, 1]))
  }

  @Test("a permit is held until it is released")
  func permits() throws {
    let ms = ms
    let wait = try Simulation(seed: 1).run { world in
      let pool = ServiceStation("pool", constant(0, servers: 1), clock: world.clock, random: world.random)
      try await pool.acquire()
      async let second = pool.acquire()
      try await world.clock.sleep(for: .milliseconds(30))
      pool.release()
      return try await second / ms
    }.value
    #expect(wait == 30)
  }

  @Test("one seed gives one run, another seed another", arguments: 0..<20 as Range<UInt64>)
  func twins(seed: UInt64) throws {
    let model = ServiceModel(
      try LatencyDistribution(.exponential(mean: .milliseconds(50))), errors: "5%", servers: 2,
      queueLimit: 20,
      classes: 2)
    let first = try run(model, calls: 60, every: 20, seed: seed)
    let again = try run(model, calls: 60, every: 20, seed: seed)
    #expect(first.ends == again.ends)
    #expect(first.measures == again.measures)
    #expect(try run(model, calls: 60, every: 20, seed: seed + 1_000).ends != first.ends)
  }
}
