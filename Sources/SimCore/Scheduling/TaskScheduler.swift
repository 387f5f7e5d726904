import Primitives

/// Chooses which ready task runs next, each time there are two or more.
///
/// A world asks between suspensions of a task, not between its jobs, so the choices of a seed are the same
/// however the compiler splits the code.
public protocol TaskScheduler {
  /// A place in `ready`; 0 is the task that has been ready longest.
  mutating func choose(from ready: ReadyTasks) -> Int
}

/// What could run now, longest ready first (as long as no earlier choice passed one over).
@safe
public struct ReadyTasks {
  let kernel: KernelPointer

  public var count: Int { unsafe kernel.pointee.ready.count }

  /// The number of the task at `place`: tasks count up from 1 by first appearance, and what is no task of
  /// its own (an actor's turn) is 0.
  public func serial(at place: Int) -> UInt64 {
    unsafe kernel.pointee.tasks.serial(kernel.pointee.ready[place].slot)
  }
}

/// How a world orders what is ready at the same time.
public enum Scheduling: Sendable, Hashable {
  /// First in, first out: the fastest, and the default for throughput.
  case fifo
  /// Each ready task equally likely: the default for chaos.
  case random
  /// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): random priorities, and `depth - 1`
  /// moments, among the first `steps` choices, at which the task about to run falls behind all others. A bug
  /// that needs `depth` ordered events is found with probability at least `1 / (tasks * steps^(depth - 1))`.
  case pct(depth: Int, steps: Int = 1_000)
  /// The choices of an earlier run; where they end, the longest ready.
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

  /// Draws come from a stream of the scheduler's own, so they move no other consumer's.
  func makeScheduler(_ random: RandomSource) -> any TaskScheduler {
    switch self {
    case .fifo: ReplayScheduler(Schedule())
    case .random: RandomScheduler(random.stream("scheduler.random"))
    case .pct(let depth, let steps): PCTScheduler(depth: depth, steps: steps, random: random)
    case .replay(let schedule): ReplayScheduler(schedule)
    }
  }
}

/// Each ready task equally likely.
struct RandomScheduler: TaskScheduler {
  private var draws: SplitMix64
  init(_ draws: SplitMix64) { self.draws = draws }

  mutating func choose(from ready: ReadyTasks) -> Int { Int(draws.next(below: UInt64(ready.count))) }
}

/// The ready task of the highest priority; O(ready tasks) a choice.
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

  /// Tasks that fell rank below all others, the later the lower.
  private func priority(_ serial: UInt64) -> UInt64 {
    if let fall = fallen.lastIndex(of: serial) { return UInt64(fallen.count - 1 - fall) }
    var draws = random.draw("scheduler.pct.priority", serial)
    return draws.next() | 1 << 63
  }
}

/// The choices of an earlier run.
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
