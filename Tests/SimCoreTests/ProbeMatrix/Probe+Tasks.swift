import SimCore
import TestSupport

extension Probe {
  /// Structured and unstructured tasks.
  static let tasks: [Probe] = [
    Probe("withTaskGroup", takes: 30, writes: "1 2 3") { world, journal in
      await withTaskGroup(of: Int.self) { group in
        for number in [3, 1, 2] {
          group.addTask {
            try? await world.clock.sleep(for: .milliseconds(number * 10))
            return number
          }
        }
        for await number in group { journal.write(number) }
      }
    },
    Probe("withThrowingTaskGroup", takes: 20, writes: "1 failed cancelled") { world, journal in
      do {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            do { try await world.clock.sleep(for: .seconds(9)) } catch {
              journal.write("cancelled")
              throw error
            }
          }
          group.addTask {
            try await world.clock.sleep(for: .milliseconds(10))
            journal.write(1)
          }
          group.addTask {
            try await world.clock.sleep(for: .milliseconds(20))
            journal.write("failed")
            throw ProbeError.expected
          }
          for try await _ in group {}
        }
      } catch ProbeError.expected {}
    },
    Probe("withDiscardingTaskGroup", takes: 30, writes: "1 2 3") { world, journal in
      await withDiscardingTaskGroup { group in
        for number in [3, 1, 2] {
          group.addTask {
            try? await world.clock.sleep(for: .milliseconds(number * 10))
            journal.write(number)
          }
        }
      }
    },
    Probe("withThrowingDiscardingTaskGroup", takes: 5, writes: "cancelled expected") { world, journal in
      do {
        try await withThrowingDiscardingTaskGroup { group in
          group.addTask {
            do { try await world.clock.sleep(for: .seconds(9)) } catch { journal.write("cancelled") }
          }
          group.addTask {
            try await world.clock.sleep(for: .milliseconds(5))
            throw ProbeError.expected
          }
        }
      } catch { journal.write("\(error)") }
    },
    Probe("async let", takes: 800, writes: "500 800") { world, journal in
      async let long: Int = {
        try await world.clock.sleep(for: .milliseconds(800))
        return 800
      }()
      async let short: Int = {
        try await world.clock.sleep(for: .milliseconds(500))
        return 500
      }()
      journal.write(try await short)
      journal.write(try await long)
    },
    Probe("async let nobody awaits", takes: 0, writes: "cancelled") { world, journal in
      async let abandoned: Void = {
        do { try await world.clock.sleep(for: .seconds(1)) } catch { journal.write("cancelled") }
      }()
    },
    Probe("Task {}", takes: 10, writes: "before inside 7") { world, journal in
      let task = Task {
        journal.write("inside")
        try await world.clock.sleep(for: .milliseconds(10))
        return 7
      }
      journal.write("before")
      journal.write(try await task.value)
    },
    Probe("Task.detached", takes: 10, writes: "before inside 7") { world, journal in
      let task = Task.detached {
        journal.write("inside")
        try await world.clock.sleep(for: .milliseconds(10))
        return 7
      }
      journal.write("before")
      journal.write(try await task.value)
    },
    Probe("Task.immediate", takes: 10, writes: "inside before after 7") { world, journal in
      let task = Task.immediate {
        journal.write("inside")
        try await world.clock.sleep(for: .milliseconds(10))
        journal.write("after")
        return 7
      }
      journal.write("before")
      journal.write(try await task.value)
    },
    Probe("addImmediateTask", takes: 10, writes: "inside before after") { world, journal in
      await withTaskGroup(of: Void.self) { group in
        group.addImmediateTask {
          journal.write("inside")
          try? await world.clock.sleep(for: .milliseconds(10))
          journal.write("after")
        }
        journal.write("before")
      }
    },
    // The one awaited before it begins takes the priority of who awaits it.
    Probe("Task of every priority", writes: "21 17 25 33") { _, journal in
      let priorities: [TaskPriority] = [.background, .low, .high, TaskPriority(rawValue: 33)]
      let tasks = priorities.map { priority in
        Task.detached(priority: priority) { journal.write("\(Task.currentPriority.rawValue)") }
      }
      for task in tasks { await task.value }
    },
    Probe("Task.yield", writes: "a1 b1 a2 b2 a3 b3") { _, journal in
      await withDiscardingTaskGroup { group in
        for name in ["a", "b"] {
          group.addTask {
            for turn in 1...3 {
              journal.write("\(name)\(turn)")
              await Task.yield()
            }
          }
        }
      }
    },
    Probe("task locals", writes: "7 7 0 7") { _, journal in
      await ProbeLocal.$number.withValue(7) {
        async let child = ProbeLocal.number
        journal.write(await child)
        journal.write(await Task { ProbeLocal.number }.value)
        journal.write(await Task.detached { ProbeLocal.number }.value)
        await Task.yield()
        journal.write(ProbeLocal.number)
      }
    },
    Probe("task names", writes: "courier courier nobody") { world, journal in
      let task = Task(name: "courier") {
        journal.write(Task.name ?? "nobody")
        try await world.clock.sleep(for: .zero)
        journal.write(Task.name ?? "nobody")
      }
      try await task.value
      await Task.detached { journal.write(Task.name ?? "nobody") }.value
    },
    Probe("@concurrent function", takes: 5, writes: "in out") { world, journal in
      await ProbeFunctions.concurrent(world, journal)
      journal.write("out")
    },
    Probe("nonisolated(nonsending) function on an actor", takes: 5, writes: "in out") { world, journal in
      await ProbeActor(world, journal).visitNonsending()
    },
    Probe("Task.value of a task cancelled before it began", writes: "true") { _, journal in
      let task = Task { Task.isCancelled }
      task.cancel()
      journal.write("\(await task.value)")
    },
  ]
}

enum ProbeError: Error { case expected }

enum ProbeLocal {
  @TaskLocal static var number = 0
}

enum ProbeFunctions {
  @concurrent static func concurrent(_ world: World, _ journal: Journal) async {
    journal.write("in")
    try? await world.clock.sleep(for: .milliseconds(5))
  }

  nonisolated(nonsending) static func nonsending(_ world: World, _ journal: Journal) async {
    journal.write("in")
    try? await world.clock.sleep(for: .milliseconds(5))
  }
}
