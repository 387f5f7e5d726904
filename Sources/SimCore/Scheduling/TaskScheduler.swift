import Primitives

/// A strategy that chooses the next task to run, each time two or more are ready.
///
/// A world asks between suspensions of a task, not between its jobs, so the choices of a seed are the same however
/// the compiler splits the code.
protocol TaskScheduler {
  /// Returns a place in `ready`; 0 is the task that has been ready longest.
  mutating func choose(from ready: ReadyTasks) -> Int
}

/// The tasks that could run now, longest ready first as long as no earlier choice passed one over.
@safe
struct ReadyTasks {
  let kernel: KernelPointer

  /// The number of ready tasks.
  var count: Int { unsafe kernel.pointee.ready.count }

  /// Returns the number of the task at `place`, counted from 1 by first appearance; 0 for a job that is no task of
  /// its own (an actor's).
  func serial(at place: Int) -> UInt64 {
    unsafe kernel.pointee.tasks.serial(kernel.pointee.ready[place].slot)
  }
}

/// The order in which tasks that are ready at the same time run.
public enum Scheduling: Sendable, Hashable {
  /// First in, first out: the fastest, and the default for throughput.
  case fifo
  /// Each ready task equally likely: the default for chaos.
  case random
  /// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): random priorities, and `depth - 1`
  /// points, among the first `steps` choices, at which the task about to run falls behind all others. A bug
  /// that needs `depth` ordered events is found with probability at least `1 / (tasks * steps^(depth - 1))`.
  case pct(depth: Int, steps: Int = 1_000)
  /// The choices of an earlier run; after the last of them, first in, first out.
  case replay(Schedule)

  /// The name without its parameters.
  public var name: String {
    switch self {
    case .fifo: "fifo"
    case .random: "random"
    case .pct: "pct"
    case .replay: "replay"
    }
  }

  /// Returns a scheduler that draws from a stream of its own, so that its draws change no other consumer's.
  func makeScheduler(_ random: RandomSource) -> any TaskScheduler {
    switch self {
    case .fifo: ReplayScheduler(Schedule())
    case .random: RandomScheduler(random.stream("scheduler.random"))
    case .pct(let depth, let steps): PCTScheduler(depth: depth, steps: steps, random: random)
    case .replay(let schedule): ReplayScheduler(schedule)
    }
  }
}

/// A scheduler that takes each ready task with the same probability.
struct RandomScheduler: TaskScheduler {
  private var draws: SplitMix64
  init(_ draws: SplitMix64) { self.draws = draws }

  mutating func choose(from ready: ReadyTasks) -> Int { Int(draws.next(below: UInt64(ready.count))) }
}

/// A scheduler that takes the ready task of the highest priority. O(ready tasks) for each choice.
struct PCTScheduler: TaskScheduler {
  private let random: RandomSource
  private let changes: [Int]
  private var choices = 0
  private var fallen: [UInt64] = []

  init(depth: Int, steps: Int, random: RandomSource) {
    precondition(depth > 0, "pct needs a depth of at least 1, was \(depth)")
    precondition(steps > 0, "pct needs at least 1 step, was \(steps)")
    self.random = random
    var draws = random.stream("scheduler.pct")
    changes = (1..<depth).map { _ in Int(draws.next(below: UInt64(steps))) }
  }

  mutating func choose(from ready: ReadyTasks) -> Int {
    defer { choices += 1 }
    let best = highest(ready)
    guard changes.contains(choices) else { return best }
    fallen.append(ready.serial(at: best))
    return highest(ready)
  }

  private func highest(_ ready: ReadyTasks) -> Int {
    var best = 0
    var bestPriority = priority(ready.serial(at: 0))
    for place in 1..<ready.count {
      let priority = priority(ready.serial(at: place))
      if priority > bestPriority { (best, bestPriority) = (place, priority) }
    }
    return best
  }

  /// Returns the priority of a task. Tasks that fell behind rank below all others, the later the lower.
  private func priority(_ serial: UInt64) -> UInt64 {
    if let fall = fallen.lastIndex(of: serial) { return UInt64(fallen.count - 1 - fall) }
    var draws = random.draw("scheduler.pct.priority", serial)
    return draws.next() | 1 << 63
  }
}

/// A scheduler that repeats the choices of an earlier run.
struct ReplayScheduler: TaskScheduler {
  private let schedule: Schedule
  private var next = 0
  private var choices: UInt64 = 0

  init(_ schedule: Schedule) { self.schedule = schedule }

  mutating func choose(from ready: ReadyTasks) -> Int {
    defer { choices += 1 }
    guard next < schedule.picks.count, schedule.picks[next].choice == choices else { return 0 }
    defer { next += 1 }
    return min(schedule.picks[next].place, ready.count - 1)
  }
}
