import Primitives
package import SimCore

/// A workload made to show every way in which two runs of one seed could differ.
///
/// It has nothing to do with travel: actors that many tasks crowd into, groups that are cancelled while they
/// run, tasks of every priority that nobody awaits at once, yields, hops to the main actor, equal deadlines,
/// and faults. Its digests are compared between builds, threads, processes and machines.
package enum DeterminismCorpus {
  /// The digest of each seed's world, in the order of `seeds`.
  ///
  /// Which of `threads` threads runs a world changes nothing. `shouldStop` is asked before each; when it returns
  /// true, the digests are those of the seeds before.
  package static func digests(
    seeds: [UInt64], scheduling: Scheduling = .random, threads: Int = 1,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> [Digest] {
    try ParallelRuns(threads: threads).results(of: seeds, shouldStop: shouldStop) { seed in
      try simulation(seed: seed, scheduling: scheduling).run { try await body($0) }.digest
    }
  }

  /// The configuration of one world of the corpus.
  package static func simulation(seed: UInt64, scheduling: Scheduling = .random) -> Simulation {
    var simulation = Simulation(seed: seed, scheduling: scheduling)
    simulation.faults = faults
    simulation.stepBudget = 1_000_000
    return simulation
  }

  static let faults = FaultPlan(
    [
      Fault(
        "slow", target: "depot.*", kind: .addedLatency(.milliseconds(3)),
        probability: Ratio(1, outOf: 4)),
      Fault(
        "burst", target: "depot.north", operation: "fetch", kind: .transientError(code: 503),
        shape: .burst(meanOn: .milliseconds(4), meanOff: .milliseconds(9))),
      Fault(
        "lost", target: "depot.*", operation: "store", kind: .replyLost, calls: .every(3), side: .after),
    ],
    points: [FaultPointRule("depot.*", armed: Ratio(1, outOf: 2))],
    knobs: [KnobRule("*", spiked: Ratio(1, outOf: 4))])

  /// The body of one world; its value is a second fingerprint of the outcome, computed independently of the digest.
  package static func body(_ world: World) async throws -> Int {
    let depots = [Depot("depot.north", world), Depot("depot.south", world)]
    let ledger = Ledger(world)
    let couriers = world.knob("couriers", 6, in: 2...9)
    let orphans = Orphans()
    let board = Board()

    try await withThrowingTaskGroup(of: Int.self) { group in
      for courier in 0..<couriers {
        let priority: TaskPriority = [.high, .low, .medium][courier % 3]
        group.addTask(name: "courier \(courier)", priority: priority) {
          let courier = Courier(
            number: courier, world: world, depots: depots, ledger: ledger, orphans: orphans, board: board)
          return try await courier.work()
        }
      }
      for try await parcels in group { await ledger.enter(parcels) }
    }
    await cancelled(world, depots[0])
    await handOver(world, ledger)
    let stragglers = await orphans.wait()
    let total = await ledger.close()
    world.record(.corpusTotal, Int64(total), Int64(stragglers))
    return total
  }

  /// A group that is cancelled while some of its tasks sleep, some wait for an actor, and some have not begun.
  private static func cancelled(_ world: World, _ depot: Depot) async {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask(priority: number % 2 == 0 ? .high : .background) {
          try? await world.clock.sleep(for: .milliseconds(number * 3))
          _ = try? await depot.fetch(UInt64(100 + number))
          world.record(.corpusStep, Int64(number), Task.isCancelled ? 1 : 0)
        }
      }
      try? await world.clock.sleep(for: .milliseconds(7))
      group.cancelAll()
    }
  }

  /// Tasks that give each other the word by continuations and a stream.
  private static func handOver(_ world: World, _ ledger: Ledger) async {
    let (stream, words) = AsyncStream<Int>.makeStream()
    let listener = Task.detached(name: "listener") {
      var heard = 0
      for await word in stream {
        heard = heard &* 31 &+ word
        await Task.yield()
      }
      return heard
    }
    await withDiscardingTaskGroup { group in
      for speaker in 0..<4 {
        group.addTask {
          for word in 0..<3 {
            words.yield(speaker * 10 + word)
            if word % 2 == 0 { await Task.yield() } else { await ledger.touch() }
          }
        }
      }
    }
    words.finish()
    world.record(.corpusStep, Int64(await listener.value))
  }
}

extension TraceKind {
  static let corpusStep = TraceKind("corpus.step", "what", "how", "seen")
  static let corpusTotal = TraceKind("corpus.total", "parcels", "stragglers")
}

/// A task that goes about between actors.
private struct Courier {
  let number: Int
  let world: World
  let depots: [Depot]
  let ledger: Ledger
  let orphans: Orphans
  let board: Board

  func work() async throws -> Int {
    var draws = world.random.draw("corpus.courier", UInt64(number))
    var parcels = 0
    for round in 0..<5 {
      let depot = depots[Int(draws.next(below: 2))]
      let key = UInt64(number * 16 + round)
      switch draws.next(below: 10) {
      case 0:
        async let here = depots[0].fetch(key)
        async let there = depots[1].fetch(key)
        let found = (try? await here, try? await there)
        parcels += (found.0 ?? 0) + (found.1 ?? 0)
      case 1:
        await Task.yield()
        parcels += (try? await depot.fetch(key)) ?? 0
        await Task.yield()
      case 2: parcels += await post(key)
      case 3: await orphans.add(Task(priority: .background) { (try? await depot.store(key)) ?? 0 })
      case 4: await orphans.add(Task.detached { (try? await depot.fetch(key)) ?? 0 })
      case 5: parcels += await hurried(depot, key)
      case 6:
        // Between these the optimiser leaves the task on the actor, and a debug build takes it off.
        await ledger.enter(1)
        await ledger.enter(round)
        let entered = await ledger.order
        await ledger.enter(entered)
        parcels += await ledger.order
      case 7: await orphans.add(contentsOf: ledger.scatter(world))
      case 8: parcels += await ledger.gather(world, depot, key)
      default:
        await ledger.touch()
        try? await depot.pass(to: depots[1 - depot.place], key)
        await ledger.touch()
      }
      try await world.clock.sleep(for: .milliseconds(draws.next(in: 0...4)))
      world.record(.corpusStep, Int64(number), Int64(round))
    }
    return parcels
  }

  /// Gives up after two milliseconds.
  private func hurried(_ depot: Depot, _ key: UInt64) async -> Int {
    await withTaskGroup(of: Int?.self) { group in
      group.addTask { try? await depot.fetch(key) }
      group.addTask {
        try? await world.clock.sleep(for: .milliseconds(2))
        return nil
      }
      defer { group.cancelAll() }
      return await group.next().flatMap(\.self) ?? 0
    }
  }

  @MainActor private func post(_ key: UInt64) async -> Int {
    board.entries = (board.entries &* 7 &+ Int(key)) & 0xFFFF
    await Task.yield()
    await ledger.touch()
    return board.entries & 3
  }
}

/// The meeting point of tasks that hop to the main actor.
@MainActor private final class Board {
  var entries = 0
  nonisolated init() {}
}

/// An actor that is slow, fails, and calls the other one.
private actor Depot {
  nonisolated let place: Int
  private let world: World
  private let fetching: FaultInjector.CallSite
  private let storing: FaultInjector.CallSite
  private var visits: UInt64 = 0

  init(_ name: String, _ world: World) {
    place = name == "depot.north" ? 0 : 1
    self.world = world
    fetching = world.faults.site(target: name, operation: "fetch")
    storing = world.faults.site(target: name, operation: "store")
  }

  func fetch(_ key: UInt64) async throws -> Int {
    visits += 1
    let visit = visits
    if world.faultPoint("depot.door") { throw Failure.closed }
    for fault in world.faults.inject(fetching, .before, key: key, attempt: visit) {
      switch fault {
      case .addedLatency(let time): try await world.clock.sleep(for: time)
      case .transientError: throw Failure.closed
      default: break
      }
    }
    try await world.clock.sleep(for: .milliseconds(Int(key % 3)))
    await Task.yield()
    world.record(.corpusStep, Int64(key), Int64(visit), Int64(visits))
    return Int(key % 5)
  }

  func store(_ key: UInt64) async throws -> Int {
    visits += 1
    await Task.yield()
    if !world.faults.inject(storing, .after, key: key, attempt: visits).isEmpty { throw Failure.closed }
    return 1
  }

  func pass(to other: Depot, _ key: UInt64) async throws {
    let first = try await other.fetch(key)
    let second = try await other.store(key)
    world.record(.corpusStep, Int64(first), Int64(second), Int64(visits))
  }

  enum Failure: Error { case closed }
}

/// An actor that is in demand, and knows in which order it was asked.
private actor Ledger {
  private let world: World
  private var sum = 0
  private(set) var order = 0

  init(_ world: World) { self.world = world }

  func enter(_ parcels: Int) { sum += parcels }

  func touch() async {
    order += 1
    let mine = order
    if mine % 4 == 0 { await Task.yield() }
    if mine % 6 == 0 { try? await world.clock.sleep(for: .zero) }
    world.record(.corpusStep, Int64(mine), Int64(order))
  }

  /// Tasks that begin on this actor, which stands in their way until it waits.
  func scatter(_ world: World) -> [Task<Int, Never>] {
    [TaskPriority.low, .high, .medium].map { priority in
      Task(priority: priority) {
        order += 1
        let mine = order
        await Task.yield()
        world.record(.corpusStep, Int64(mine), Int64(order))
        return await elsewhere(mine, world) & 7
      }
    }
  }

  /// Children that begin on this actor, at once, and elsewhere.
  func gather(_ world: World, _ depot: Depot, _ key: UInt64) async -> Int {
    await withTaskGroup(of: Int.self) { group in
      group.addImmediateTask { (try? await depot.fetch(key)) ?? 0 }
      group.addTask {
        await self.touch()
        return await self.order
      }
      group.addTask { await elsewhere(Int(key), world) }
      order += 1
      var sum = 0
      for await part in group {
        sum = sum &* 3 &+ part
        enter(part)
      }
      return sum & 0xFF
    }
  }

  func close() -> Int { sum &* 1_000 &+ order }
}

/// Leaves the actor of the caller.
@concurrent private func elsewhere(_ number: Int, _ world: World) async -> Int {
  world.record(.corpusStep, Int64(number))
  try? await world.clock.sleep(for: .milliseconds(number % 2))
  return number &* 5
}

/// Tasks that nobody awaited when they were made.
private actor Orphans {
  private var tasks: [Task<Int, Never>] = []

  func add(_ task: Task<Int, Never>) { tasks.append(task) }

  func add(contentsOf more: [Task<Int, Never>]) { tasks += more }

  func wait() async -> Int {
    var sum = 0
    for (place, task) in tasks.enumerated() {
      if place % 3 == 2 { task.cancel() }
      sum += await task.value
    }
    return sum
  }
}
