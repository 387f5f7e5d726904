import Primitives
import SimCore
import Synchronization
import TestSupport
import Testing

@testable import SimTesting

@Suite("Simulations inside tests")
struct EverySeedTests {
  @Test("runs each seed once, whatever the number of threads", arguments: 1...3)
  func eachSeed(threads: Int) async {
    let seen = Seen()
    let digests = await withEverySeed(1...50, threads: threads) { world in
      seen.seeds.withLock { $0.append(world.seed) }
      try await world.clock.sleep(for: .seconds(1))
    }
    #expect(seen.seeds.withLock { $0.sorted() } == Array(1...50))
    #expect(digests.count == 50)
    #expect(Set(digests).count == 50)
    let alone = await withEverySeed(1...50) { try await $0.clock.sleep(for: .seconds(1)) }
    #expect(digests == alone)
  }

  @Test func `a failed expectation carries the seed, the digest and the command`() async throws {
    let seen = Seen()
    let issues = try await issues {
      await withEverySeed(1...9) { world in
        seen.seeds.withLock { $0.append(world.seed) }
        try await world.clock.sleep(for: .seconds(1))
        #expect(world.seed != 4, "four is odd")
      }
    }
    #expect(issues.count == 1, "\(issues)")
    for part in [
      "four is odd", "seed 4, scheduling random, digest ",
      "SIM_SEED=4 swift test --filter 'SimCoreTests.EverySeedTests.*a.failed.expectation.carries",
    ] {
      #expect(issues[0].contains(part), "\(issues)")
    }
    #expect(seen.seeds.withLock(\.self) == [1, 2, 3, 4])
  }

  @Test func `an expectation in a task that nobody awaits is signed too`() async throws {
    let issues = try await issues {
      await withEverySeed([6]) { world in
        let task = Task { #expect(world.seed != 6) }
        try await world.clock.sleep(for: .seconds(1))
        _ = task
      }
    }
    #expect(issues.count == 1, "\(issues)")
    #expect(issues[0].contains("seed 6"))
  }

  @Test func `a deadlock and a thrown error carry the seed and the digest`() async throws {
    let deadlock = try await issues {
      await withEverySeed([3], scheduling: .fifo) { _ in
        for await _ in AsyncStream<Never>.makeStream().stream {}
      }
    }
    let thrown = try await issues {
      await withEverySeed([3], scheduling: .fifo) { _ in throw ProbeError.expected }
    }
    for (issue, reason) in [(deadlock, "deadlock at 0.000 s"), (thrown, "expected")] {
      #expect(issue.count == 1)
      #expect(issue[0].contains(reason))
      #expect(issue[0].contains("seed 3, scheduling fifo, digest "))
    }
  }

  @Test func `a run that is not hermetic fails, unless that is wanted`() async throws {
    let body: @Sendable (World) async throws -> Void = { world in
      Task(name: "straggler") { try await world.clock.sleep(for: .seconds(1)) }
      await Task.yield()
    }
    let issues = try await issues { await withEverySeed([1], scheduling: .fifo, body) }
    #expect(issues.count == 1, "\(issues)")
    #expect(issues[0].contains("not hermetic") && issues[0].contains("straggler"))
    #expect(await withEverySeed([1], requiresHermeticity: false, body).count == 1)
  }

  @Test func `worlds start from what the caller configures`() async {
    var template = Simulation(seed: 0, scheduling: .fifo)
    template.epoch = Timestamp(year: 2030, month: 1, day: 1)
    let digests = await withEverySeed(1...2, like: template) { world in
      #expect("\(world.calendar)" == "2030-01-01T00:00:00Z")
    }
    template.seed = 2
    #expect(digests.last == template.attempt { _ in }.digest)
  }

  @Test func `a run that differs the second time is shown where it parts`() async throws {
    let runs = Mutex(0)
    let issues = try await issues {
      expectSameTwice(seed: 8) { world in
        let run = runs.withLock { runs in
          runs += 1
          return runs
        }
        try await world.clock.sleep(for: .milliseconds(5))
        world.record(.workload, 1, Int64(run % 2))
      }
    }
    #expect(issues.count == 1, "\(issues)")
    for part in [
      "seed 8, scheduling random", "they diverge at event", "workload number=1 order=0", "order=1",
    ] {
      #expect(issues[0].contains(part), "\(issues)")
    }
  }

  @Test func `a run that is the same twice gives its digest`() throws {
    let digest = expectSameTwice(seed: 8, scheduling: .fifo) {
      try await $0.clock.sleep(for: .milliseconds(5))
    }
    let alone = try Simulation(seed: 8).run { try await $0.clock.sleep(for: .milliseconds(5)) }.digest
    #expect(digest == alone)
  }

  @Test(
    "reads SIM_SEED",
    arguments: [(nil, nil), ("", nil), ("0", 0), ("17", 17), ("18446744073709551615", UInt64.max)])
  func seedFromEnvironment(text: String?, seed: UInt64?) {
    #expect(Replay.seed(from: text) == seed)
  }

  @Test func `a SIM_SEED that is no number stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Replay.seed(from: "seventeen") }
  }

  @Test(
    "filters for one test",
    arguments: [
      (["Suite", "opens(limit:)"], "M.Suite.*opens"), (["`a reply, late`()"], "M.a.reply..late"),
      (["Outer", "Inner", "runs()"], "M.Outer.*Inner.*runs"),
    ])
  func filter(components: [String], filter: String) {
    #expect(Replay.filter("M", components) == filter)
  }
}

private final class Seen: Sendable {
  let seeds = Mutex<[UInt64]>([])
}
