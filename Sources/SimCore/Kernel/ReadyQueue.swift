import CSimRuntime

/// A job that could run now.
struct ReadyEntry {
  var job: UInt
  /// The registry's slot of the job's task; `TaskRegistry.none` for a job that is no task of its own.
  var slot: UInt32
  /// True for a job of the main actor.
  var onMain: Bool
}

/// The jobs that could run now, oldest first: a ring buffer that grows by doubling.
@safe
struct ReadyQueue {
  private var entries: UnsafeMutablePointer<ReadyEntry>
  private var mask: Int
  private var head = 0
  private(set) var count = 0

  init(capacity: Int = 64) {
    unsafe entries = .allocate(capacity: capacity)
    mask = capacity - 1
  }

  /// Frees the memory. The queue must not be used any more.
  func deallocate() { unsafe entries.deallocate() }

  /// The job at an offset from the oldest.
  subscript(offset: Int) -> ReadyEntry { unsafe entries[(head &+ offset) & mask] }

  /// Adds a job as the youngest.
  @inline(__always) mutating func append(_ entry: ReadyEntry) {
    if count > mask { grow() }
    unsafe entries[(head &+ count) & mask] = entry
    count &+= 1
  }

  /// Takes the oldest job.
  @inline(__always) mutating func popFirst() -> ReadyEntry {
    let entry = unsafe entries[head]
    head = (head &+ 1) & mask
    count &-= 1
    return entry
  }

  /// Takes the job at `offset`; the oldest moves to its place. Constant time, and `take(at: 0)` is first in,
  /// first out, so a schedule of zeros is the plain order.
  mutating func take(at offset: Int) -> ReadyEntry {
    let chosen = (head &+ offset) & mask
    let entry = unsafe entries[chosen]
    unsafe entries[chosen] = entries[head]
    head = (head &+ 1) & mask
    count &-= 1
    return entry
  }

  private mutating func grow() {
    let capacity = (mask &+ 1) &* 2
    let larger = UnsafeMutablePointer<ReadyEntry>.allocate(capacity: capacity)
    for offset in 0..<count { unsafe larger[offset] = entries[(head &+ offset) & mask] }
    unsafe entries.deallocate()
    unsafe entries = larger
    head = 0
    mask = capacity - 1
  }
}
