/// A 4-ary min-heap of timer keys in one array.
///
/// Removal sifts the hole down to a leaf and lets the last key rise from there (Floyd): that key nearly always
/// belongs near the bottom, so a level costs three comparisons instead of four.
@safe @usableFromInline
package struct KeyHeap {
  @usableFromInline var keys: UnsafeMutablePointer<TimerKey>
  @usableFromInline var capacity: Int
  /// The number of keys.
  @usableFromInline var count = 0

  package init(capacity: Int = 64) {
    self.capacity = capacity
    unsafe keys = .allocate(capacity: capacity)
  }

  /// Frees the array. The heap must not be used any more.
  package func deallocate() { unsafe keys.deallocate() }

  /// The smallest key. The heap must not be empty.
  @inlinable @inline(__always) package var first: TimerKey {
    precondition(count > 0, "an empty heap has no first key")
    return unsafe keys[0]
  }

  /// The key at a place of the array: the children of `i` are at `4i + 1` to `4i + 4`.
  @inlinable @inline(__always) subscript(place: Int) -> TimerKey { unsafe keys[place] }

  /// Adds a key. O(log n).
  @inlinable @inline(__always) package mutating func push(_ key: TimerKey) {
    if count == capacity { grow() }
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      guard unsafe key < keys[parent] else { break }
      unsafe keys[hole] = keys[parent]
      hole = parent
    }
    unsafe keys[hole] = key
  }

  /// Removes the smallest key. O(log n). The heap must not be empty.
  @inlinable @inline(__always) package mutating func removeFirst() {
    precondition(count > 0, "an empty heap has nothing to remove")
    count &-= 1
    guard count > 0 else { return }
    let last = unsafe keys[count]
    var hole = sinkHole()
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      guard unsafe last < keys[parent] else { break }
      unsafe keys[hole] = keys[parent]
      hole = parent
    }
    unsafe keys[hole] = last
  }

  /// Returns 1 when the key at `a` is smaller than the one at `b`, else 0. A number instead of a Boolean value,
  /// because a branch on an unpredictable comparison is mispredicted half the time.
  @inlinable @inline(__always) func isLess(_ a: Int, _ b: Int) -> Int {
    Int(unsafe unsafeBitCast(keys[a] < keys[b], to: UInt8.self))
  }

  /// Moves the hole at the top down to a leaf, each step lifting the smallest child. Returns the leaf.
  @inlinable @inline(__always) func sinkHole() -> Int {
    var hole = 0
    var child = 1
    while child &+ 3 < count {
      let a = child &+ isLess(child &+ 1, child)
      let b = child &+ 2 &+ isLess(child &+ 3, child &+ 2)
      let least = a &+ (b &- a) &* isLess(b, a)
      unsafe keys[hole] = keys[least]
      hole = least
      child = (hole &<< 2) &+ 1
    }
    while child < count {
      var least = child
      var next = child &+ 1
      let end = min(child &+ 4, count)
      while next < end {
        if unsafe keys[next] < keys[least] { least = next }
        next &+= 1
      }
      unsafe keys[hole] = keys[least]
      hole = least
      child = (hole &<< 2) &+ 1
    }
    return hole
  }

  /// Keeps the keys for which `keep` is true. O(n).
  mutating func filter(_ keep: (TimerKey) -> Bool) {
    var kept = 0
    for index in 0..<count where unsafe keep(keys[index]) {
      unsafe keys[kept] = keys[index]
      kept += 1
    }
    count = kept
    guard kept > 1 else { return }
    for start in stride(from: (kept - 2) / 4, through: 0, by: -1) { siftDown(from: start) }
  }

  private mutating func siftDown(from start: Int) {
    let key = unsafe keys[start]
    var hole = start
    while true {
      let child = hole * 4 + 1
      guard child < count else { break }
      var least = child
      for next in child..<min(child + 4, count) where unsafe keys[next] < keys[least] { least = next }
      guard unsafe keys[least] < key else { break }
      unsafe keys[hole] = keys[least]
      hole = least
    }
    unsafe keys[hole] = key
  }

  @usableFromInline mutating func grow() {
    let larger = UnsafeMutablePointer<TimerKey>.allocate(capacity: capacity * 2)
    unsafe larger.moveInitialize(from: keys, count: count)
    unsafe keys.deallocate()
    unsafe keys = larger
    capacity *= 2
  }

  /// True when no key is smaller than its parent. O(n), for tests.
  package var isOrdered: Bool {
    (1..<max(count, 1)).allSatisfy { unsafe !(keys[$0] < keys[($0 - 1) / 4]) }
  }
}
