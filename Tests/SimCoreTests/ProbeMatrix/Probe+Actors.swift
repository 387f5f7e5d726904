import SimCore
import TestSupport

extension Probe {
  /// Actors, the main actor, and executors.
  static let actors: [Probe] = [
    Probe("actor", takes: 10, writes: "3") { world, journal in
      let actor = ProbeActor(world, journal)
      await withDiscardingTaskGroup { group in
        for _ in 0..<3 { group.addTask { await actor.count(after: .milliseconds(10)) } }
      }
      journal.write(await actor.visits)
    },
    Probe("actor that calls an actor", takes: 20, writes: "in back") { world, journal in
      let inner = ProbeActor(world, journal)
      let outer = ProbeActor(world, journal)
      await outer.visit(inner)
    },
    Probe("actor in demand", takes: 4, writes: "a1 b1 c1 d1 a2 b2 c2 d2") { world, journal in
      let actor = ProbeActor(world, journal)
      await withDiscardingTaskGroup { group in
        for (place, name) in ["a", "b", "c", "d"].enumerated() {
          group.addTask { await actor.twice(name, .milliseconds(place + 1)) }
        }
      }
    },
    Probe("actor with jobs waiting while it runs", writes: "busy 1 2 3") { world, journal in
      await ProbeActor(world, journal).startMany()
    },
    Probe("Task.yield in an actor", writes: "a1 b1 a2 b2") { world, journal in
      let actor = ProbeActor(world, journal)
      await withDiscardingTaskGroup { group in
        for name in ["a", "b"] { group.addTask { await actor.yielding(name) } }
      }
    },
    Probe("Task.yield in an actor called by an actor", writes: "x1 x2 back") { world, journal in
      let inner = ProbeActor(world, journal)
      await ProbeActor(world, journal).yield(in: inner)
    },
    Probe("MainActor function", takes: 5, writes: "main main off") { world, journal in
      await ProbeMain.visit(world, journal)
      journal.write("off")
    },
    Probe("MainActor.run from many tasks", takes: 3, writes: "1 2 3") { world, journal in
      await withDiscardingTaskGroup { group in
        for number in 1...3 {
          group.addTask {
            try? await world.clock.sleep(for: .milliseconds(number))
            await MainActor.run { journal.write(number) }
          }
        }
      }
    },
    Probe("Task {} that inherits MainActor", writes: "outer inner") { world, journal in
      await ProbeMain.spawn(journal)
    },
    Probe("global actor", takes: 5, writes: "1 2") { world, journal in
      async let first: Void = ProbeGlobal.enter(world, journal, 1)
      async let second: Void = ProbeGlobal.enter(world, journal, 2)
      _ = await (first, second)
    },
    Probe("actor.assumeIsolated and preconditionIsolated", writes: "isolated") { world, journal in
      await ProbeActor(world, journal).checkIsolation()
    },
    Probe("isolated parameter", writes: "isolated 1") { world, journal in
      let actor = ProbeActor(world, journal)
      await ProbeFunctions.on(actor, journal)
    },
    Probe("isolated deinit", takes: 1, writes: "alive gone") { world, journal in
      do {
        let owner = await ProbeMortal(journal)
        await owner.touch()
      }
      try await world.clock.sleep(for: .milliseconds(1))
    },
    Probe("actor with an executor of the world's own kind", takes: 2, writes: "own own") { world, journal in
      let actor = ProbeOwnExecutor(journal)
      try await actor.visit(world)
    },
    Probe("task executor preference", takes: 2, writes: "child") { world, journal in
      let executor = ProbeTaskExecutor()
      try await withTaskExecutorPreference(executor) {
        async let child: Void = {
          try await world.clock.sleep(for: .milliseconds(2))
          journal.write("child")
        }()
        try await child
      }
    },
  ]
}

actor ProbeActor {
  private let world: World
  private let journal: Journal
  private(set) var visits = 0

  init(_ world: World, _ journal: Journal) {
    self.world = world
    self.journal = journal
  }

  func count(after duration: Duration) async {
    try? await world.clock.sleep(for: duration)
    visits += 1
  }

  func visit(_ other: ProbeActor) async {
    journal.write("in")
    await other.count(after: .milliseconds(20))
    journal.write("back")
  }

  func twice(_ name: String, _ duration: Duration) async {
    journal.write("\(name)1")
    try? await world.clock.sleep(for: duration)
    journal.write("\(name)2")
  }

  /// Three tasks that begin here queue up behind this one.
  func startMany() async {
    let tasks = (1...3).map { number in Task { journal.write(number) } }
    journal.write("busy")
    for task in tasks { await task.value }
  }

  func yielding(_ name: String) async {
    journal.write("\(name)1")
    await Task.yield()
    journal.write("\(name)2")
  }

  func yield(in other: ProbeActor) async {
    await other.yielding("x")
    await Task.yield()
    journal.write("back")
  }

  func visitNonsending() async {
    await ProbeFunctions.nonsending(world, journal)
    preconditionIsolated()
    journal.write("out")
  }

  func checkIsolation() async {
    preconditionIsolated()
    await Task.yield()
    assume()
    journal.write("isolated")
  }

  private nonisolated func assume() { assumeIsolated { $0.visits += 1 } }

  func enter() { visits += 1 }
}

extension ProbeFunctions {
  static func on(_ actor: isolated ProbeActor, _ journal: Journal) async {
    actor.preconditionIsolated()
    actor.enter()
    await Task.yield()
    actor.preconditionIsolated()
    journal.write("isolated")
    journal.write(actor.visits)
  }
}

@MainActor enum ProbeMain {
  static func visit(_ world: World, _ journal: Journal) async {
    MainActor.preconditionIsolated()
    assume(journal)
    try? await world.clock.sleep(for: .milliseconds(5))
    MainActor.preconditionIsolated()
    assume(journal)
  }

  private nonisolated static func assume(_ journal: Journal) {
    MainActor.assumeIsolated { journal.write("main") }
  }

  static func spawn(_ journal: Journal) async {
    let task = Task {
      MainActor.preconditionIsolated()
      journal.write("inner")
    }
    journal.write("outer")
    await task.value
  }
}

@globalActor actor ProbeGlobal {
  static let shared = ProbeGlobal()

  @ProbeGlobal static func enter(_ world: World, _ journal: Journal, _ number: Int) async {
    shared.preconditionIsolated()
    try? await world.clock.sleep(for: .milliseconds(5))
    shared.preconditionIsolated()
    journal.write(number)
  }
}

@MainActor final class ProbeMortal {
  private let journal: Journal
  init(_ journal: Journal) { self.journal = journal }
  func touch() { journal.write("alive") }
  isolated deinit {
    MainActor.preconditionIsolated()
    journal.write("gone")
  }
}

/// Runs its jobs where they are enqueued: a custom executor that needs no thread of its own.
final class ProbeInlineExecutor: SerialExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    unsafe job.runSynchronously(on: asUnownedSerialExecutor())
  }
}

actor ProbeOwnExecutor {
  private let executor = ProbeInlineExecutor()
  private let journal: Journal
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(_ journal: Journal) { self.journal = journal }

  func visit(_ world: World) async throws {
    journal.write("own")
    try await world.clock.sleep(for: .milliseconds(2))
    journal.write("own")
  }
}

final class ProbeTaskExecutor: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    unsafe job.runSynchronously(on: asUnownedTaskExecutor())
  }
}
