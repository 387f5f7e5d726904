import CSimRuntime

/// When a timer is due, and in which order among those due together: the 16 bytes the queue sorts.
///
/// One 128-bit number, so that comparing two keys is one subtraction and no branch.
@frozen
public struct TimerKey: Comparable, Sendable {
  @usableFromInline var packed: UInt128

  /// `deadline` in nanoseconds, not negative. `order` tells apart keys with the same deadline.
  @inlinable public init(deadline: Int64, order: UInt64) {
    packed = UInt128(truncatingIfNeeded: deadline) << 64 | UInt128(truncatingIfNeeded: order)
  }

  @inlinable public var deadline: Int64 { Int64(truncatingIfNeeded: packed >> 64) }
  @inlinable public var order: UInt64 { UInt64(truncatingIfNeeded: packed) }

  @inlinable public static func < (a: TimerKey, b: TimerKey) -> Bool { a.packed < b.packed }
}

/// A queue of timers by `(deadline, sequence)`: a 4-ary heap of plain keys in one array.
///
/// Four keys share a cache line, so a level costs one miss. Arming and firing cost O(log n); forgetting
/// a timer costs nothing now, because its key is skipped when it comes up, and the heap is swept when more
/// than half of it is forgotten, so memory follows the live timers.
@safe
struct TimerQueue {
  private static let slotBits: UInt64 = 28
  private static let slotMask: UInt64 = (1 << slotBits) - 1

  /// Set in a slot whose sleeper was cancelled and has not woken: its key is forgotten, its place is taken.
  private static let cancelledMark: UInt64 = 1 << 63

  /// What a timer does. `order` is that of its key while it is armed, 0 when the slot is free.
  private struct Slot {
    var order: UInt64
    var payload: UInt
  }

  private(set) var heap = KeyHeap()
  private var slots: UnsafeMutablePointer<Slot>
  private var slotCapacity: Int
  private var slotCount = 0
  private var freeSlot: UInt = 0  // one above the slot's number; 0 for none
  private var sequence: UInt64
  /// What `sequence` began with. Worlds begin at different numbers, so that the timer of one is hardly ever taken
  /// for one of another.
  private let firstSequence: UInt64
  private var forgotten = 0

  /// How many places for timers were ever needed at once.
  var slotsInUse: Int { slotCount }

  /// How many timers are armed or reserved.
  private(set) var live = 0

  init(worldID: UInt32 = 0) {
    firstSequence = UInt64(worldID & 0xFF) << 26
    sequence = firstSequence
    slotCapacity = 64
    unsafe slots = .allocate(capacity: slotCapacity)
  }

  func deallocate() {
    heap.deallocate()
    unsafe slots.deallocate()
  }

  /// Takes a place for a timer. The answer names the timer until it fires or is forgotten.
  @inline(__always) mutating func reserve() -> UInt64 {
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

  /// What was stored for a reserved timer; nil when it has fired or was forgotten.
  @inline(__always) func payload(_ order: UInt64) -> UInt? {
    let slot = unsafe slots[Int(order & TimerQueue.slotMask)]
    return slot.order == order ? slot.payload : nil
  }

  @inline(__always) mutating func setPayload(_ order: UInt64, _ payload: UInt) {
    unsafe slots[Int(order & TimerQueue.slotMask)].payload = payload
  }

  @inline(__always) mutating func arm(_ order: UInt64, deadline: Int64) {
    heap.push(TimerKey(deadline: deadline, order: order))
  }

  /// True for a timer of this queue, fired or not; for a number that may be another world's.
  func hasIssued(_ order: UInt64) -> Bool {
    let number = order >> TimerQueue.slotBits
    return number > firstSequence && number <= sequence && Int(order & TimerQueue.slotMask) < slotCount
  }

  /// Marks a sleeper's timer as cancelled and returns what was stored for it; nil when it has fired already.
  /// The place stays taken until `endSleep`.
  mutating func cancelSleep(_ order: UInt64) -> UInt? {
    guard let payload = payload(order) else { return nil }
    unsafe slots[Int(order & TimerQueue.slotMask)].order = order | TimerQueue.cancelledMark
    if payload != TimerPayload.reserved { countForgotten() }
    return payload
  }

  /// True when the sleep was cancelled; gives its place back then.
  @inline(__always) mutating func endSleep(_ order: UInt64) -> Bool {
    guard unsafe slots[Int(order & TimerQueue.slotMask)].order == order | TimerQueue.cancelledMark else {
      return false
    }
    freeSlotOf(order)
    return true
  }

  /// Forgets an armed timer and returns what was stored for it; nil when it has fired already.
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

  /// The earliest live key, with the forgotten ones before it dropped.
  @inline(__always) mutating func peek() -> TimerKey? {
    while heap.count > 0 {
      let key = heap.first
      if unsafe slots[Int(key.order & TimerQueue.slotMask)].order == key.order { return key }
      heap.removeFirst()
      forgotten &-= 1
    }
    return nil
  }

  /// Removes the key `peek()` gave and returns its payload.
  @inline(__always) mutating func popPeeked(_ key: TimerKey) -> UInt {
    heap.removeFirst()
    let payload = unsafe slots[Int(key.order & TimerQueue.slotMask)].payload
    freeSlotOf(key.order)
    prefetchNext()
    return payload
  }

  /// Starts loading the task that will wake next: with thousands asleep its memory is cold, and running the
  /// one before it takes as long as the load.
  @inline(__always) private func prefetchNext() {
    guard heap.count > 0 else { return }
    let slot = unsafe slots[Int(heap.first.order & TimerQueue.slotMask)]
    if TimerPayload.isSleeper(slot.payload) { sim_prefetch_task(slot.payload) }
    // The one after that is among the next four keys; with a million timers their slots are cold as well.
    for place in 1..<min(5, heap.count) {
      unsafe sim_prefetch(slots + Int(heap[place].order & TimerQueue.slotMask))
    }
  }

  /// The order in which a timer was armed, counted from 1.
  @inline(__always) func sequence(of order: UInt64) -> UInt64 {
    (order >> TimerQueue.slotBits) &- firstSequence
  }

  @inline(__always) private mutating func freeSlotOf(_ order: UInt64) {
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

  private mutating func growSlots() {
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: slotCapacity * 2)
    unsafe larger.moveInitialize(from: slots, count: slotCount)
    unsafe slots.deallocate()
    unsafe slots = larger
    slotCapacity *= 2
    precondition(slotCapacity <= 1 << TimerQueue.slotBits, "a world can have 2^28 timers at once")
  }
}
