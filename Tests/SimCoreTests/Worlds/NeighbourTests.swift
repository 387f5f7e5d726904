import Primitives
import SimCore
import Synchronization
import TestSupport
import Testing

/// Worlds beside each other, inside each other, and beside ordinary asynchronous code.
@Suite("Worlds and their neighbours")
struct NeighbourTests {
  /// Actors, groups, the main actor and time, in a way that depends on the seed.
  @Sendable private static func workload(_ world: World) async throws -> Int {
    let actor = ProbeActor(world, Journal())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          var draws = world.random.draw("workload", UInt64(number))
          for _ in 0..<3 {
            try await world.clock.sleep(for: .milliseconds(draws.next(in: 0...5)))
            await actor.count(after: .milliseconds(1))
            if number % 5 == 0 { await MainActor.run { world.record(.workload, Int64(number)) } }
          }
        }
      }
      try await group.waitForAll()
    }
    return await actor.visits
  }

  @Test("worlds on several threads give the digests they give alone", arguments: [Scheduling.fifo, .random])
  func threads(_ scheduling: Scheduling) async throws {
    let alone = try (1...40).map { seed in
      try Simulation(seed: seed, scheduling: scheduling).run { try await Self.workload($0) }.digest
    }
    let together = try await withThrowingTaskGroup(of: (Int, Digest).self) { group in
      for (place, seed) in (UInt64(1)...40).enumerated() {
        group.addTask {
          let outcome = try Simulation(seed: seed, scheduling: scheduling).run { try await Self.workload($0) }
          return (place, outcome.digest)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(alone.indices.map { together[$0] } == alone)
    #expect(Set(alone).count == 40)
  }

  @Test func `ordinary tasks go on beside two worlds`() async throws {
    let stop = Flag()
    let ordinary = Task.detached {
      var turns = 0
      repeat {
        async let one = 1
        await Task.yield()
        turns += await one
      } while !stop.isSet
      try await Task.sleep(for: .nanoseconds(1))
      return turns
    }
    let digests = try await withThrowingTaskGroup(of: [Digest].self) { group in
      for _ in 0..<2 {
        group.addTask {
          try (1...20).map { seed in try Simulation(seed: seed).run { try await Self.workload($0) }.digest }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    stop.set()
    #expect(digests[0] == digests[1])
    #expect(try await ordinary.value > 0)
  }

  @Test func `the platform's main actor works before and after a world has used it`() async throws {
    await MainActor.run { MainActor.preconditionIsolated() }
    let outcome = try Simulation(seed: 1).run { try await Self.workload($0) }
    await MainActor.run { MainActor.preconditionIsolated() }
    #expect(outcome.value == 60)
  }

  @Test func `a world inside a world has its own time and changes nothing outside`() throws {
    func outer(nesting: Bool) throws -> Simulation.Outcome<Int64> {
      try Simulation(seed: 5).run { world in
        try await world.clock.sleep(for: .milliseconds(3))
        var inner: Int64 = 0
        if nesting {
          let outcome = try Simulation(seed: 6).run { world in
            try await world.clock.sleep(for: .seconds(50))
            async let child: Void = world.clock.sleep(for: .seconds(1))
            try await child
          }
          inner = outcome.endedAt.nanoseconds
        }
        async let child: Void = world.clock.sleep(for: .milliseconds(2))
        try await child
        return inner
      }
    }
    let plain = try outer(nesting: false)
    let nested = try outer(nesting: true)
    #expect(nested.value == 51_000_000_000)
    #expect(nested.endedAt.nanoseconds == 5_000_000)
    #expect(nested.digest == plain.digest)
    #expect(nested.certificate.isClean)
  }

  @Test func `a world has the same digest from a task of any priority`() async throws {
    let digests = try await withThrowingTaskGroup(of: Digest.self) { group in
      for priority: TaskPriority in [.background, .medium, .high] {
        group.addTask(priority: priority) {
          try await Task.detached(priority: priority) { try crowdedActor() }.value
        }
      }
      return try await group.reduce(into: Set<Digest>()) { $0.insert($1) }
    }
    #expect(digests.count == 1)
  }

  @Test func `a sweep of worlds keeps no task of the last`() throws {
    let before = Census.alive
    for seed: UInt64 in 1...20 {
      _ = try Simulation(seed: seed).run { world in
        let census = Census()
        for _ in 0..<5 {
          Task {
            try await world.clock.sleep(for: .seconds(1))
            census.touch()
          }
        }
        try await world.clock.sleep(for: .milliseconds(1))
      }
    }
    #expect(Census.alive == before)
  }
}

/// An actor serves by priority, so the body's priority is part of a world's order.
private func crowdedActor() throws -> Digest {
  try Simulation(seed: 1).run { world in await PriorityActor().race(world) }.digest
}

private actor PriorityActor {
  private var order: Int64 = 0

  func race(_ world: World) async {
    let tasks = [TaskPriority.low, nil, .high, nil, .background].enumerated().map { place, priority in
      Task(priority: priority) {
        order += 1
        world.record(.workload, Int64(place), order)
      }
    }
    for task in tasks { await task.value }
  }
}

/// Counts the instances that live.
private final class Census: Sendable {
  private static let count = Atomic(0)
  static var alive: Int { count.load(ordering: .relaxed) }
  init() { Census.count.wrappingAdd(1, ordering: .relaxed) }
  deinit { Census.count.wrappingSubtract(1, ordering: .relaxed) }
  func touch() {}
}

private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .relaxed) }
  func set() { value.store(true, ordering: .relaxed) }
}

extension TraceKind {
  static let workload = TraceKind("workload", "number", "order")
}
