import SimCore

/// The workloads on which simulators are compared, each run once in a world of its own.
enum KernelWorkload: String, CaseIterable {
  case sleepers
  case fanout4
  case spawn
  case crowd
  case queue

  /// Tasks that do nothing but sleep: one operation is one sleep.
  static func sleepers(tasks: Int = 1_000, sleeps: Int = 2_000) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      try await withThrowingTaskGroup(of: Void.self) { group in
        for i in 0..<tasks {
          group.addTask {
            for k in 0..<sleeps {
              let milliseconds = ((i &* 7_919 &+ k &* 104_729) & 1_023) + 1
              try await clock.sleep(for: .milliseconds(milliseconds))
            }
          }
        }
        try await group.waitForAll()
      }
      return tasks * sleeps
    }
  }

  /// Parents that start four children and wait for them: one operation is one round.
  static func fanout4(parents: Int = 100, rounds: Int = 2_000) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<parents {
          group.addTask {
            for _ in 0..<rounds {
              async let a: Void = clock.sleep(for: .milliseconds(10))
              async let b: Void = clock.sleep(for: .milliseconds(20))
              async let c: Void = clock.sleep(for: .milliseconds(30))
              async let d: Void = clock.sleep(for: .milliseconds(40))
              _ = try await (a, b, c, d)
            }
          }
        }
        try await group.waitForAll()
      }
      return parents * rounds
    }
  }

  /// Tasks that return at once, `batch` at a time: one operation is one task.
  static func spawn(tasks: Int = 1_000_000, batch: Int = 1_024) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).run { _ in
      var started = 0
      while started < tasks {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<min(batch, tasks - started) { group.addTask {} }
        }
        started += batch
      }
      return tasks
    }
  }

  /// Tasks all asleep at once, then woken in order: one operation is one task's life.
  static func crowd(tasks: Int = 1_000_000, whenAsleep: @escaping @Sendable () -> Void) throws
    -> Simulation.Outcome<Int>
  {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      try await withThrowingDiscardingTaskGroup { group in
        for i in 0..<tasks { group.addTask { try await clock.sleep(for: .milliseconds(1_000 + i)) } }
        try await clock.sleep(for: .milliseconds(500))
        whenAsleep()
      }
      return tasks
    }
  }
}
