public import CSimRuntime

/// The deadline of a timer and its place among the timers due together: the 16 bytes that the queue sorts.
///
/// One 128-bit number, so that comparing two keys is one subtraction and no branch.
@frozen @usableFromInline
package struct TimerKey: Comparable, Sendable {
  @usableFromInline var packed: UInt128

  /// Creates the key of a deadline in nanoseconds, not negative. `order` distinguishes keys with one deadline.
  @inlinable package init(deadline: Int64, order: UInt64) {
    packed = UInt128(truncatingIfNeeded: deadline) << 64 | UInt128(truncatingIfNeeded: order)
  }

  /// The time in nanoseconds at which the timer is due.
  @inlinable package var deadline: Int64 { Int64(truncatingIfNeeded: packed >> 64) }
  /// The place among the keys with the same deadline.
  @inlinable package var order: UInt64 { UInt64(truncatingIfNeeded: packed) }

  @inlinable package static func < (a: TimerKey, b: TimerKey) -> Bool { a.packed < b.packed }
}

/// A queue of timers by `(deadline, sequence)`: a 4-ary heap of plain keys in one array.
///
/// Four keys share a cache line, so a level costs one miss. Arming and firing cost O(log n). Forgetting a timer
/// costs nothing at first, because its key is skipped when it comes up; the heap is swept when more than half of
/// its keys are forgotten, so memory follows the live timers.
@safe @usableFromInline
package struct TimerQueue {
  @usableFromInline static var slotBits: UInt64 { @inlinable get { 28 } }
  @usableFromInline static var slotMask: UInt64 { @inlinable get { (1 << slotBits) - 1 } }

  /// A mark in a slot whose sleeper was cancelled and has not woken: its key is forgotten, the slot is taken.
  private static let cancelledMark: UInt64 = 1 << 63

  /// The action of a timer. `order` is that of its key while it is armed, 0 when the slot is free.
  @usableFromInline struct Slot {
    @usableFromInline var order: UInt64
    @usableFromInline var payload: UInt

    @inlinable init(order: UInt64, payload: UInt) {
      self.order = order
      self.payload = payload
    }
  }

  @usableFromInline var heap = KeyHeap()
  @usableFromInline var slots: UnsafeMutablePointer<Slot>
  @usableFromInline var slotCapacity: Int
  @usableFromInline var slotCount = 0
  @usableFromInline var freeSlot: UInt = 0  // one above the slot's number; 0 for none
  @usableFromInline var sequence: UInt64
  /// The first value of `sequence`. Worlds begin at different numbers, so that the timer of one world is hardly
  /// ever mistaken for one of another.
  private let firstSequence: UInt64
  @usableFromInline var forgotten = 0

  /// The largest number of slots that were needed at once.
  var slotsInUse: Int { slotCount }

  /// The number of timers that are armed or reserved.
  @usableFromInline var live = 0

  package init(worldID: UInt32 = 0) {
    firstSequence = UInt64(worldID & 0xFF) << 26
    sequence = firstSequence
    slotCapacity = 64
    unsafe slots = .allocate(capacity: slotCapacity)
  }

  /// Frees the memory. The queue must not be used any more.
  package func deallocate() {
    heap.deallocate()
    unsafe slots.deallocate()
  }

  /// Reserves a slot for a timer. The result names the timer until it fires or is forgotten.
  @inlinable @inline(__always) package mutating func reserve() -> UInt64 {
    let slot: UInt
    if freeSlot != 0 {
      slot = freeSlot &- 1
      unsafe freeSlot = slots[Int(slot)].payload
    } else {
      if slotCount == slotCapacity { growSlots() }
      slot = UInt(slotCount)
      slotCount &+= 1
    }
    sequence &+= 1
    precondition(sequence < 1 << (63 - TimerQueue.slotBits), "a world can arm 2^34 timers")
    let order = sequence << TimerQueue.slotBits | UInt64(slot)
    unsafe slots[Int(slot)] = Slot(order: order, payload: 0)
    live &+= 1
    return order
  }

  /// Returns the payload of a reserved timer; nil when it has fired or was forgotten.
  @inline(__always) func payload(_ order: UInt64) -> UInt? {
    let slot = unsafe slots[Int(order & TimerQueue.slotMask)]
    return slot.order == order ? slot.payload : nil
  }

  /// Stores the action of a reserved timer.
  @inlinable @inline(__always) package mutating func setPayload(_ order: UInt64, _ payload: UInt) {
    unsafe slots[Int(order & TimerQueue.slotMask)].payload = payload
  }

  /// Arms a reserved timer. O(log n).
  @inlinable @inline(__always) package mutating func arm(_ order: UInt64, deadline: Int64) {
    heap.push(TimerKey(deadline: deadline, order: order))
  }

  /// Returns true for a timer of this queue, fired or not. For a number that may be another world's.
  func hasIssued(_ order: UInt64) -> Bool {
    let number = order >> TimerQueue.slotBits
    return number > firstSequence && number <= sequence && Int(order & TimerQueue.slotMask) < slotCount
  }

  /// Marks a sleeper's timer as cancelled and returns its payload; nil when it has fired already. The slot stays
  /// taken until `endSleep`.
  mutating func cancelSleep(_ order: UInt64) -> UInt? {
    guard let payload = payload(order) else { return nil }
    unsafe slots[Int(order & TimerQueue.slotMask)].order = order | TimerQueue.cancelledMark
    if payload != TimerPayload.reserved { countForgotten() }
    return payload
  }

  /// Returns true when the sleep was cancelled, and frees its slot then.
  @inline(__always) mutating func endSleep(_ order: UInt64) -> Bool {
    guard unsafe slots[Int(order & TimerQueue.slotMask)].order == order | TimerQueue.cancelledMark else {
      return false
    }
    freeSlotOf(order)
    return true
  }

  /// Forgets an armed timer and returns its payload; nil when it has fired already.
  mutating func forget(_ order: UInt64) -> UInt? {
    guard let payload = payload(order) else { return nil }
    freeSlotOf(order)
    countForgotten()
    return payload
  }

  private mutating func countForgotten() {
    forgotten += 1
    if forgotten > 64 && forgotten > heap.count / 2 { sweep() }
  }

  /// Returns the earliest live key, after dropping the forgotten ones before it.
  @inlinable @inline(__always) package mutating func peek() -> TimerKey? {
    while heap.count > 0 {
      let key = heap.first
      if unsafe slots[Int(key.order & TimerQueue.slotMask)].order == key.order { return key }
      heap.removeFirst()
      forgotten &-= 1
    }
    return nil
  }

  /// Removes the key that `peek()` has returned, and returns its payload.
  @inlinable @inline(__always) package mutating func popPeeked(_ key: TimerKey) -> UInt {
    heap.removeFirst()
    let payload = unsafe slots[Int(key.order & TimerQueue.slotMask)].payload
    freeSlotOf(key.order)
    prefetchNext()
    return payload
  }

  /// Starts loading the task that will wake next: with thousands asleep its memory is cold, and running the task
  /// before it takes as long as the load.
  @inlinable @inline(__always) func prefetchNext() {
    guard heap.count > 0 else { return }
    let slot = unsafe slots[Int(heap.first.order & TimerQueue.slotMask)]
    if TimerPayload.isSleeper(slot.payload) { sim_prefetch_task(slot.payload) }
    // The one after that is among the next four keys; with a million timers their slots are cold as well.
    for place in 1..<min(5, heap.count) {
      unsafe sim_prefetch(slots + Int(heap[place].order & TimerQueue.slotMask))
    }
  }

  /// Returns the order in which a timer was armed, counted from 1.
  @inline(__always) func sequence(of order: UInt64) -> UInt64 {
    (order >> TimerQueue.slotBits) &- firstSequence
  }

  @inlinable @inline(__always) mutating func freeSlotOf(_ order: UInt64) {
    let slot = UInt(order & TimerQueue.slotMask)
    unsafe slots[Int(slot)] = Slot(order: 0, payload: freeSlot)
    freeSlot = slot &+ 1
    live &-= 1
  }

  private mutating func sweep() {
    let slots = unsafe self.slots
    heap.filter { key in unsafe slots[Int(key.order & TimerQueue.slotMask)].order == key.order }
    forgotten = 0
  }

  @usableFromInline mutating func growSlots() {
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: slotCapacity * 2)
    unsafe larger.moveInitialize(from: slots, count: slotCount)
    unsafe slots.deallocate()
    unsafe slots = larger
    slotCapacity *= 2
    precondition(slotCapacity <= 1 << TimerQueue.slotBits, "a world can have 2^28 timers at once")
  }
}
