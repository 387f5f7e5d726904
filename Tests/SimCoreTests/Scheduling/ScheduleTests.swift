import Foundation
import Primitives
import SimCore
import TestSupport
import Testing

@Suite("Schedules and schedulers")
struct ScheduleTests {
  @Test(
    "reads what it prints", arguments: ["", "0:1", "12:3 40:1", "18446744073709551615:9223372036854775807"])
  func roundTrip(text: String) throws {
    let schedule = try #require(Schedule(text))
    #expect("\(schedule)" == text)
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(Schedule.self, from: data) == schedule)
  }

  @Test func `prints by choice whatever order it was made in`() {
    let picks = [Schedule.Pick(choice: 40, place: 1), Schedule.Pick(choice: 12, place: 3)]
    #expect("\(Schedule(picks: picks))" == "12:3 40:1")
    #expect(Schedule("40:1  12:3") == Schedule(picks: picks))
  }

  @Test(
    "refuses what is no schedule",
    arguments: [
      "12", "12:", ":3", "12:3:4", "12:0", "12:-1", "-1:2", "a:b", "12;3", "12:3,40:1", "1 :2",
      "18446744073709551616:1",
      "1:9223372036854775808", "1:2\n", "0x1:2", "1:+", "١:٢",
    ])
  func garbage(text: String) {
    #expect(Schedule(text) == nil)
  }

  @Test("never crashes on garbage", arguments: UInt64(1)...20)
  func randomGarbage(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("garbage")
    let alphabet = Array("0123456789:: \t-+x\u{0}é")
    for _ in 0..<200 {
      let text = String(
        (0..<draws.next(in: 0...12)).map { _ in alphabet[draws.next(in: 0...alphabet.count - 1)] })
      if let schedule = Schedule(text) { #expect(Schedule("\(schedule)") == schedule) }
    }
  }

  /// Tasks that race for a place in a list.
  @Sendable static func race(_ world: World, _ journal: Journal) async throws {
    await withDiscardingTaskGroup { group in
      for number in 0..<6 {
        group.addTask {
          for _ in 0..<3 {
            try? await world.clock.sleep(for: .milliseconds(1))
            journal.write(number)
          }
        }
      }
    }
  }

  @Test(
    "a recorded schedule reproduces the run", arguments: UInt64(1)...20,
    [Scheduling.random, .pct(depth: 4, steps: 40)])
  func replay(seed: UInt64, scheduling: Scheduling) throws {
    let journal = Journal()
    var simulation = Simulation(seed: seed, scheduling: scheduling)
    simulation.recordsSchedule = true
    let recorded = try simulation.run { try await Self.race($0, journal) }
    #expect(!recorded.schedule.picks.isEmpty)

    simulation.scheduling = .replay(try #require(Schedule("\(recorded.schedule)")))
    let replayed = Journal()
    let again = try simulation.run { try await Self.race($0, replayed) }
    #expect(replayed.lines == journal.lines)
    #expect(again.digest == recorded.digest)
    #expect(again.schedule == recorded.schedule)
  }

  @Test func `an empty schedule is first in, first out where no timers are due together`() throws {
    func lines(_ scheduling: Scheduling) throws -> [String] {
      let journal = Journal()
      _ = try Simulation(seed: 1, scheduling: scheduling).run { try await Self.race($0, journal) }
      return journal.lines
    }
    #expect(try lines(.replay(Schedule())) == lines(.fifo))
  }

  @Test func `a schedule that no longer fits is followed as far as it goes`() throws {
    let picks = (0..<500).map { Schedule.Pick(choice: UInt64($0), place: 99) }
    let outcome = try Simulation(seed: 1, scheduling: .replay(Schedule(picks: picks))).run {
      try await Self.race($0, Journal())
    }
    #expect(outcome.certificate.isClean)
  }

  @Test("seeds give different orders", arguments: [Scheduling.random, .pct(depth: 3, steps: 30)])
  func differentSeeds(scheduling: Scheduling) throws {
    var orders: Set<[String]> = []
    for seed: UInt64 in 1...30 {
      let journal = Journal()
      _ = try Simulation(seed: seed, scheduling: scheduling).run { try await Self.race($0, journal) }
      orders.insert(journal.lines)
    }
    #expect(orders.count > 20)
  }

  @Test func `random lets each of three ready tasks go first about equally often`() throws {
    var first = [0, 0, 0]
    for seed: UInt64 in 1...600 {
      let journal = Journal()
      _ = try Simulation(seed: seed, scheduling: .random).run { world in
        await withDiscardingTaskGroup { group in
          for number in 0..<3 {
            group.addTask {
              try? await world.clock.sleep(for: .milliseconds(1))
              journal.write(number)
            }
          }
        }
      }
      first[Int(journal.lines[0]) ?? 0] += 1
    }
    // 200 each; five standard deviations of a binomial count are 58.
    for count in first { #expect((142...258).contains(count), "\(first)") }
  }

  @Test func `pct finds an order that needs one change of turn`() throws {
    // The bug: the reader comes between the writer's two steps.
    var found = 0
    for seed: UInt64 in 1...200 {
      let journal = Journal()
      _ = try Simulation(seed: seed, scheduling: .pct(depth: 2, steps: 10)).run { _ in
        async let writer: Void = {
          journal.write("w1")
          await Task.yield()
          journal.write("w2")
        }()
        async let reader: Void = { journal.write("r") }()
        _ = await (writer, reader)
      }
      if journal.text == "w1 r w2" { found += 1 }
    }
    // At least 1 in tasks * steps of the runs: 200 / (3 * 10).
    #expect(found >= 6)
    #expect(found < 200)
  }

  @Test func `a scheduler's draws move nobody else's`() throws {
    func draws(_ scheduling: Scheduling) throws -> [UInt64] {
      try Simulation(seed: 5, scheduling: scheduling).run { world in
        async let noise: Void = Self.race(world, Journal())
        var stream = world.random.stream("mine")
        let first = stream.next()
        try await noise
        return [first, stream.next()]
      }.value
    }
    #expect(try draws(.fifo) == draws(.random))
    #expect(try draws(.fifo) == draws(.pct(depth: 3)))
  }
}
