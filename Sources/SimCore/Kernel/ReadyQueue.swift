import CSimRuntime

/// A job that could run now.
struct ReadyEntry {
  var job: UInt
  /// Where the registry keeps the job's task; `TaskRegistry.none` for a job that is no task of its own.
  var slot: UInt32
  var onMain: Bool
}

/// What could run now, oldest first: a ring buffer that grows by doubling.
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

  func deallocate() { unsafe entries.deallocate() }

  subscript(offset: Int) -> ReadyEntry { unsafe entries[(head &+ offset) & mask] }

  @inline(__always) mutating func append(_ entry: ReadyEntry) {
    if count > mask { grow() }
    unsafe entries[(head &+ count) & mask] = entry
    count &+= 1
  }

  @inline(__always) mutating func popFirst() -> ReadyEntry {
    let entry = unsafe entries[head]
    head = (head &+ 1) & mask
    count &-= 1
    return entry
  }

  /// Takes the entry at `offset`; the oldest takes its place. Constant time, and `take(at: 0)` is first
  /// in, first out, so a schedule of zeros is the plain order.
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
