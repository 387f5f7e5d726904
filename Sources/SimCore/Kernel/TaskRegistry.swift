import CSimRuntime

/// The tasks of a world that have not finished.
///
/// A task enters when it is first enqueued and leaves when it has run to its end. Meanwhile a word of its header
/// names its slot: so a job finds its entry, and a task that a foreign thread resumes is recognised. Entering costs
/// one retain, leaving one release; a task made by `async let` lives in its parent's memory and is not retained.
@safe
struct TaskRegistry {
  /// The slot of a job that is no task.
  static let none = UInt32.max

  struct Entry {
    var task: UInt
    /// The task's number in this world, counted from 1 by first appearance.
    var serial: UInt64
    var runtimeID: UInt32
    var isRetained: Bool
    var nextFree: UInt32
  }

  /// The upper half of the mark in the headers of this world's tasks.
  let worldID: UInt32
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 64
  private var used: UInt32 = 0
  private var firstFree = TaskRegistry.none
  private(set) var appeared: UInt64 = 0
  private(set) var live = 0
  private var sweepAt = 4096

  init(worldID: UInt32) {
    self.worldID = worldID
    unsafe entries = .allocate(capacity: capacity)
  }

  /// Releases every task still registered, and frees the memory.
  mutating func deallocate() {
    for entry in all { forget(slot: entry.slot) }
    unsafe entries.deallocate()
  }

  /// Returns the slot of `task`, which is registered on its first appearance.
  @inline(__always) mutating func slot(of task: UInt) -> UInt32 {
    let mark = sim_job_mark(task)
    if UInt32(truncatingIfNeeded: mark >> 32) == worldID { return UInt32(truncatingIfNeeded: mark) }
    return enter(task)
  }

  /// Returns the number of the task in a slot; 0 for `none`.
  @inline(__always) func serial(_ slot: UInt32) -> UInt64 {
    slot == TaskRegistry.none ? 0 : unsafe entries[Int(slot)].serial
  }

  /// Returns the address of the task in a slot.
  func task(_ slot: UInt32) -> UInt { unsafe entries[Int(slot)].task }

  private mutating func enter(_ task: UInt) -> UInt32 {
    let slot: UInt32
    if firstFree != TaskRegistry.none {
      slot = firstFree
      unsafe firstFree = entries[Int(slot)].nextFree
    } else {
      if live >= sweepAt { sweep() }
      if Int(used) == capacity { grow() }
      slot = used
      used += 1
    }
    appeared += 1
    live += 1
    let retained = sim_task_flags(task) & UInt32(SIM_TASK_IS_ASYNC_LET) == 0
    if retained { sim_task_retain(task) }
    unsafe entries[Int(slot)] = Entry(
      task: task, serial: appeared, runtimeID: sim_job(task).pointee.id, isRetained: retained,
      nextFree: TaskRegistry.none)
    sim_job_set_mark(task, UInt64(worldID) << 32 | UInt64(slot))
    return slot
  }

  /// Removes a task that has run to its end.
  @inline(__always) mutating func leave(slot: UInt32) {
    let entry = unsafe entries[Int(slot)]
    sim_job_set_mark(entry.task, 0)
    forget(slot: slot)
  }

  private mutating func forget(slot: UInt32) {
    let entry = unsafe entries[Int(slot)]
    unsafe entries[Int(slot)].task = 0
    unsafe entries[Int(slot)].nextFree = firstFree
    firstFree = slot
    live -= 1
    if entry.isRetained { sim_task_release(entry.task) }
  }

  /// Removes the tasks that have finished unnoticed, inside a job of an actor.
  mutating func sweep() {
    for (slot, entry) in all where hasEnded(entry) { forget(slot: slot) }
    sweepAt = max(4096, live * 2)
  }

  private func hasEnded(_ entry: Entry) -> Bool {
    if entry.isRetained { return sim_task_is_complete(entry.task) }
    // The memory of an `async let` task is freed with its parent's frame, so it is probed before it is read.
    var header = sim_job_header()
    let readable = unsafe sim_read_memory(entry.task, &header, MemoryLayout<sim_job_header>.size)
    return !readable || header.id != entry.runtimeID
      || header.status & UInt32(SIM_TASK_STATUS_COMPLETE) != 0
  }

  /// The registered tasks, by slot.
  var all: [(slot: UInt32, entry: Entry)] {
    (0..<used).compactMap { slot in
      let entry = unsafe entries[Int(slot)]
      return entry.task == 0 ? nil : (slot, entry)
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    unsafe larger.moveInitialize(from: entries, count: capacity)
    unsafe entries.deallocate()
    unsafe entries = larger
    capacity *= 2
  }
}
