import Foundation
import Primitives
import SimCore
import Synchronization
import Testing

@testable import Scenarios

@Suite("A sweep")
struct SweepTests {
  private static let failing: @Sendable (ChaosCase) -> Bool = { $0.seed % 10 == 3 }

  private func sweep(_ fails: @escaping @Sendable (ChaosCase) -> Bool = failing) -> Sweep {
    var sweep = Sweep([
      Sweep.Part(Scripted.scenario("one"), seeds: SeedRange(from: 1, count: 57)),
      Sweep.Part(Scripted.scenario("two"), seeds: SeedRange(from: 1_000, count: 30)),
    ])
    sweep.runner = Scripted.runner(fails: fails)
    return sweep
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test("runs every seed of every scenario once, and counts what failed")
  func counts() {
    let result = sweep().run(threads: 2).result
    #expect(result.scenarios.map(\.cases) == [57, 30])
    #expect(result.scenarios.map(\.failed) == [6, 3])
    #expect(result.isComplete)
    let first = result.scenarios[0].violations["all is well"]
    #expect(first?.seeds == 6)
    #expect(first?.first.map(\.seed) == [3, 13, 23])
  }

  @Test("gives the same bytes on any number of threads", arguments: [1, 2, 7])
  func threads(count: Int) throws {
    #expect(try json(sweep().run(threads: count).result) == json(sweep().run(threads: 3).result))
  }

  @Test("cut into shards gives the bytes of the whole, whatever their order", arguments: [1, 2, 4, 31])
  func shards(count: Int) throws {
    let whole = try json(sweep().run(threads: 1).result)
    let parts = try (0..<count).map { index in
      var part = sweep()
      part.shard = Shard(index, of: count)
      // As another process would get it.
      let text = try json(part.run(threads: 2).result)
      return try JSONDecoder().decode(SweepResult.self, from: Data(text.utf8))
    }
    #expect(try json(SweepResult.merged(parts)) == whole)
    #expect(try json(SweepResult.merged(parts.reversed())) == whole)
  }

  @Test("of real worlds cut into shards gives the bytes of the whole")
  func realShards() throws {
    let scenario = try #require(ChaosScenario.named("baseline"))
    var sweep = Sweep([Sweep.Part(scenario, seeds: SeedRange(from: 5, count: 9))])
    sweep.recheckShare = Ratio(1, outOf: 3)
    let whole = sweep.run(threads: 2).result
    let parts = (0..<2).map { index in
      var part = sweep
      part.shard = Shard(index, of: 2)
      return part.run(threads: 1).result
    }
    #expect(try json(SweepResult.merged(parts)) == json(whole))
    #expect(whole.scenarios[0].rechecks > 0)
    #expect(whole.failed == 0)
  }

  @Test("does not merge with shards missing, doubled, stopped or of another sweep")
  func refusesToMerge() throws {
    func shard(_ index: Int, _ change: (inout Sweep) -> Void = { _ in }, stop: Bool = false) -> SweepResult {
      var part = sweep()
      part.shard = Shard(index, of: 3)
      change(&part)
      return part.run(threads: 1, shouldStop: { stop }).result
    }
    let all = (0..<3).map { shard($0) }
    #expect(throws: MergeError.nothing) { try SweepResult.merged([]) }
    #expect(throws: MergeError.missing([Shard(1, of: 3)])) { try SweepResult.merged([all[0], all[2]]) }
    #expect(throws: MergeError.twice(Shard(0, of: 3))) { try SweepResult.merged(all + [all[0]]) }
    #expect(throws: MergeError.incomplete(Shard(1, of: 3))) {
      try SweepResult.merged([all[0], shard(1, stop: true), all[2]])
    }
    let other = shard(1) { $0.parts[1].seeds = SeedRange(from: 1, count: 30) }
    #expect(throws: MergeError.different("two seeds 1000..1029, two seeds 1..30")) {
      try SweepResult.merged([all[0], other, all[2]])
    }
    let plain = shard(1) { $0.swarm = nil }
    #expect(throws: MergeError.different("swarm true, swarm false")) {
      try SweepResult.merged([all[0], plain, all[2]])
    }
  }

  @Test("that is stopped has run the first seeds of every scenario")
  func stopped() {
    let count = Atomic(0)
    let result = sweep().run(
      threads: 1, progress: { _ in count.add(1, ordering: .relaxed) },
      shouldStop: { count.load(ordering: .relaxed) >= 10 }
    ).result
    #expect(result.scenarios.map(\.cases) == [5, 5])
    #expect(!result.isComplete)
    #expect(result.planned == 87)
    let report = SweepReport(result, of: sweep().parts.map(\.scenario), command: "bench chaos")
    #expect(report.summary.contains("interrupted after 10 seeds of 87"))
  }

  @Test("tells progress of every case, and of failures")
  func progress() {
    let last = Mutex(Sweep.Progress(done: 0, all: 0, failed: 0, scenario: ""))
    _ = sweep().run(
      threads: 2,
      progress: { progress in last.withLock { if progress.done > $0.done { $0 = progress } } })
    last.withLock {
      #expect($0.done == 87)
      #expect($0.all == 87)
      #expect($0.failed == 9)
    }
  }

  @Test("finds the same first failing case on any number of threads", arguments: [1, 2, 5])
  func firstFailure(threads: Int) throws {
    let found = try #require(sweep().firstFailure(threads: threads))
    #expect(found.number == 5)
    #expect(found.part == 0)
    #expect(found.seed == 3)
    #expect(sweep { _ in false }.firstFailure(threads: threads) == nil)
  }
}

@Suite("A twin run")
struct DeterminismCheckTests {
  @Test("that differs fails its seed, once")
  func differs() throws {
    let runs = Atomic<UInt64>(0)
    var sweep = Sweep([Sweep.Part(Scripted.scenario(), seeds: SeedRange(from: 1, count: 10))])
    sweep.recheckShare = .always
    sweep.runner = Scripted.runner(
      digest: { $0.seed == 4 ? runs.add(1, ordering: .relaxed).newValue : $0.seed }, fails: { $0.seed == 7 })
    let tally = sweep.run(threads: 2).result.scenarios[0]
    #expect(tally.rechecks == 10)
    #expect(tally.recheckMismatches == 1)
    #expect(tally.failed == 2)
    let found = try #require(tally.violations["determinism"])
    #expect(found.first.map(\.seed) == [4])
  }
}
