import Primitives
import Resilience
import SimCore
import SimulatedServices
import Testing

@testable import Experiments

@Suite("A server that does not know who waits")
struct RemoteServerTests {
  /// One server of exactly a second, on a fresh world; the answers' instants, nil for calls that gave up.
  private func answers(
    deadlines: [Int64], sheds: Bool = false, queueLimit: Int? = nil,
    _ during: @escaping @Sendable (RemoteServer, SimClock) -> Void = { _, _ in }
  ) throws -> (instants: [Int64?], seconds: [GoodputRecord.Second]) {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      let record = GoodputRecord()
      let server = RemoteServer(
        ServiceModel(.constant(.seconds(1)), servers: 1, queueLimit: queueLimit), shedsExpired: sheds,
        clock: clock, random: world.random, record: record)
      during(server, clock)
      let instants = await withTaskGroup(of: (Int, Int64?).self) { group in
        for (place, deadline) in deadlines.enumerated() {
          group.addTask {
            try? await clock.sleep(untilNanoseconds: Int64(place))
            let call = RemoteCall(request: UInt64(place), ordinal: 1, deadline: deadline)
            server.send(call)
            do {
              try await call.answer(on: clock)
              return (place, clock.nanoseconds / 1_000_000)
            } catch {
              return (place, nil)
            }
          }
        }
        var list = [Int64?](repeating: nil, count: deadlines.count)
        for await (place, instant) in group { list[place] = instant }
        return list
      }
      try await clock.sleep(for: .seconds(20))
      return (instants, record.seconds)
    }.value
  }

  private let second: Int64 = 1_000_000_000

  @Test func `calls are served in order, each answered when it is done`() throws {
    #expect(try answers(deadlines: [.max, .max, .max]).instants == [1000, 2000, 3000])
  }

  @Test func `a call whose sender gave up is served all the same, and the next one waits for it`() throws {
    let (instants, seconds) = try answers(deadlines: [.max, second / 2, .max])
    #expect(instants == [1000, nil, 3000])
    #expect(seconds.total.served == 3 * second)
    #expect(seconds.total.wasted == second)
  }

  @Test func `a server that looks at deadlines serves the next one instead`() throws {
    let (instants, seconds) = try answers(deadlines: [.max, second / 2, .max], sheds: true)
    #expect(instants == [1000, nil, 2000])
    #expect(seconds.total.wasted == 0)
  }

  @Test func `a full queue turns away at once, and that is no work`() throws {
    let (instants, seconds) = try answers(deadlines: [.max, .max, .max], queueLimit: 1)
    #expect(instants == [1000, 2000, nil])
    #expect(seconds.total.served == 2 * second)
    #expect(seconds.total.calls == 3)
  }

  @Test func `without servers calls wait until they are back`() throws {
    let (instants, _) = try answers(deadlines: [.max, 3 * second]) { server, clock in
      server.setServers(0)
      _ = clock.schedule(atNanoseconds: 5_000_000_000) { server.setServers(1) }
    }
    #expect(instants == [6000, nil])
  }

  @Test func `an answer and a deadline at one instant end the call once`() throws {
    let (instants, seconds) = try answers(deadlines: [second])
    #expect(seconds.total.served == second)
    #expect(instants == [1000] || instants == [nil])
  }

  @Test func `a cancelled sender is gone at once`() throws {
    let value = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let call = RemoteCall(request: 1, ordinal: 1, deadline: .max)
      let sender = Task { () -> RemoteError? in
        do throws(RemoteError) {
          try await call.answer(on: clock)
          return nil
        } catch { return error }
      }
      try await clock.sleep(for: .seconds(1))
      sender.cancel()
      let error = await sender.value
      #expect(call.isOver(at: clock.nanoseconds))
      #expect(!call.finish(.success(())))
      return (error, clock.nanoseconds)
    }.value
    #expect(value == (.gaveUp, 1_000_000_000))
  }
}
