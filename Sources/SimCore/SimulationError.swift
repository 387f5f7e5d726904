import Primitives

/// The reason for which a run ended before its body did.
public enum SimulationError: Error, Sendable {
  /// Nothing is ready, no timer is armed, and the body has not finished: `parked` lists the waiting tasks.
  case deadlock(at: SimInstant, parked: [ParkedTask])
  /// The world's time would have passed its budget; `next` is when the next timer was due.
  case timeBudgetExceeded(limit: Duration, next: SimInstant)
  /// More scheduling steps than the budget: usually a loop that never lets time pass.
  case stepBudgetExceeded(limit: UInt64, at: SimInstant)
  /// A task read the host's clock: `ContinuousClock`, `Date`, `clock_gettime`.
  case hostClockRead(task: String, at: SimInstant)
  /// A task slept on the host's clock: `Task.sleep` or a clock of the standard library.
  case hostSleep(task: String, at: SimInstant)
  /// A task drew from the system's randomness.
  case unseededDraw(task: String, at: SimInstant)
  /// A thread outside the world resumed one of its tasks.
  case foreignResume(task: String, at: SimInstant)
  /// Tasks were left over when the body returned, in a world that does not allow it.
  case leftoverTasks([ParkedTask])
  /// The program was asked to stop, and the run is interruptible.
  case interrupted(at: SimInstant)
}

extension SimulationError: CustomStringConvertible {
  /// The reason, the task and the remedy, in English.
  public var description: String {
    switch self {
    case .deadlock(let time, let parked):
      "deadlock at \(time): nothing is ready, no timer is armed, and the body has not finished\n"
        + ParkedTask.list(parked)
    case .timeBudgetExceeded(let limit, let next):
      "time budget exceeded: the next timer is due at \(next), the budget is "
        + "\(Text.exactSeconds(limit.wholeNanoseconds)) of the world's time"
    case .stepBudgetExceeded(let limit, let time):
      "step budget exceeded: \(limit) steps were taken and it is \(time); a task may be spinning without waiting"
    case .hostClockRead(let task, let time):
      "\(task) read the host's clock at \(time): use world.clock, or run with hostAccess: .virtual"
    case .hostSleep(let task, let time):
      "\(task) slept on the host's clock at \(time): use world.clock.sleep(for:), or run with "
        + "hostAccess: .virtual"
    case .unseededDraw(let task, let time):
      "\(task) drew from the system's randomness at \(time): draw from world.random, or run with "
        + "hostAccess: .virtual"
    case .foreignResume(let task, let time):
      "\(task) was resumed from a foreign thread at \(time): what resumes it must run in the world, or run "
        + "with foreignWork: .admitted"
    case .interrupted(let time): "interrupted at \(time), as the program was asked to stop"
    case .leftoverTasks(let tasks):
      "work left over when the body returned:\n" + ParkedTask.list(tasks)
    }
  }
}
