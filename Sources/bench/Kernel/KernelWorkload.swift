import SimCore

/// The workloads for comparing simulators; each runs in its own world.
enum KernelWorkload: String, CaseIterable {
  case sleepers, fanout4, spawn, crowd, queue, pipeline
  case pipelineAlways = "pipeline-always"

  /// A description of one operation of the workload.
  var operation: String {
    switch self {
    case .sleepers: "a sleep of one of 1,000 tasks"
    case .fanout4: "starting four children and awaiting all"
    case .spawn: "a task that returns at once"
    case .crowd: "the life of one of 1,000,000 sleeping tasks"
    case .queue: "the earliest timer replaced by a later one"
    case .pipeline: "a call through a pipeline that returns at once and keeps its own deadline"
    case .pipelineAlways: "a call through a pipeline that returns at once, with its timeout enforced"
    }
  }

  /// The `k`-th sleep of the `i`-th task, in milliseconds: spread over 1 to 1,024.
  private static func milliseconds(_ i: Int, _ k: Int) -> Int { ((i &* 7_919 &+ k &* 104_729) & 1_023) + 1 }

  /// Runs 1,000 tasks with 2,000 sleeps each; one operation is one sleep.
  static func sleepers(tasks: Int = 1_000, sleeps: Int = 2_000) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).interruptible.run { world in
      let clock = world.clock
      try await withThrowingDiscardingTaskGroup { group in
        for i in 0..<tasks {
          group.addTask {
            for k in 0..<sleeps { try await clock.sleep(for: .milliseconds(milliseconds(i, k))) }
          }
        }
      }
      return tasks * sleeps
    }
  }

  /// Runs 100 parents that 2,000 times start four children, which sleep 10, 20, 30 and 40 ms, and await all of them.
  static func fanout4(parents: Int = 100, rounds: Int = 2_000) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).interruptible.run { world in
      let clock = world.clock
      try await withThrowingDiscardingTaskGroup { group in
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
      }
      return parents * rounds
    }
  }

  /// Runs 1,000,000 tasks that return at once, 1,024 at a time; one operation is one task.
  static func spawn(tasks: Int = 1_000_000, batch: Int = 1_024) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).interruptible.run { _ in
      var started = 0
      while started < tasks {
        let size = min(batch, tasks - started)
        await withDiscardingTaskGroup { group in
          for _ in 0..<size { group.addTask {} }
        }
        started += size
      }
      return tasks
    }
  }

  /// Runs 1,000,000 tasks that are asleep together and wake in order; one operation is one task's life.
  /// `whenAsleep` is called while all of them sleep.
  static func crowd(
    tasks: Int = 1_000_000, whenAsleep: @escaping @Sendable () -> Void
  ) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).interruptible.run { world in
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
