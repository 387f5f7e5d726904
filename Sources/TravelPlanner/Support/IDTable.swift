/// A key whose own word tells it apart: an id or a number.
@usableFromInline
package protocol IDKey: Equatable {
  /// Different for almost all different keys.
  var hashBits: UInt64 { get }
}

extension UInt64: IDKey {
  @inlinable package var hashBits: UInt64 { self }
}

/// Values by ids and numbers, which need no hashing.
///
/// Finding, storing and removing take constant time. A `Dictionary` hashes such keys again, and once more when it
/// grows: 9,000 instructions of a plan with booking. What grows here is a table of places; the values stand in an
/// array of their own, in the order they came as long as none is removed.
@usableFromInline
package struct IDTable<Key: IDKey, Value> {
  @usableFromInline struct Entry {
    @usableFromInline var key: Key
    @usableFromInline var value: Value

    @inlinable init(key: Key, value: Value) {
      self.key = key
      self.value = value
    }
  }

  @usableFromInline var entries: [Entry] = []
  /// By the key's mark: the mark and, in the lower half, the place in `entries` counted from 1. At least half of
  /// them are 0. The mark saves a look at the entries of other keys, which are elsewhere in memory.
  @usableFromInline var slots: [UInt64]
  @usableFromInline var shift: UInt64

  @inlinable package init() {
    slots = Array(repeating: 0, count: 16)
    shift = 60
  }

  @inlinable package var count: Int { entries.count }

  /// In the order they came, as long as none was removed.
  @inlinable package var values: some Sequence<Value> { entries.lazy.map(\.value) }
  @inlinable package var keys: some Sequence<Key> { entries.lazy.map(\.key) }

  /// Nil where there is none; storing nil removes.
  @inlinable package subscript(key: Key) -> Value? {
    get {
      let slot = slots[slot(of: key)]
      return slot == 0 ? nil : entries[place(in: slot)].value
    }
    set {
      guard let newValue else { return remove(key) }
      let slot = slot(of: key)
      if slots[slot] != 0 {
        entries[place(in: slots[slot])].value = newValue
      } else {
        entries.append(Entry(key: key, value: newValue))
        slots[slot] = mark(of: key) | UInt64(UInt32(entries.count))
        if entries.count * 2 > slots.count { arrange(slots.count * 2) }
      }
    }
  }

  /// Forgets every value that `isForgotten` says so of.
  @inlinable package mutating func removeAll(where isForgotten: (Value) -> Bool) {
    entries.removeAll { isForgotten($0.value) }
    arrange(slots.count)
  }

  @inlinable mutating func remove(_ key: Key) {
    var hole = slot(of: key)
    guard slots[hole] != 0 else { return }
    // The last value takes the place.
    let place = place(in: slots[hole])
    let last = entries[entries.count - 1].key
    slots[slot(of: last)] = mark(of: last) | UInt64(place + 1)
    entries.swapAt(place, entries.count - 1)
    entries.removeLast()
    slots[hole] = 0
    // What follows moves up to the hole, unless it would come before where it belongs.
    var next = hole
    while true {
      next = (next + 1) & (slots.count - 1)
      guard slots[next] != 0 else { return }
      let distance = (next - home(of: slots[next])) & (slots.count - 1)
      if distance >= (next - hole) & (slots.count - 1) {
        slots.swapAt(hole, next)
        hole = next
      }
    }
  }

  /// Where the key's place stands, or would.
  @inlinable func slot(of key: Key) -> Int {
    let mark = mark(of: key)
    var slot = home(of: mark)
    while slots[slot] != 0, slots[slot] >> 32 != mark >> 32 || entries[place(in: slots[slot])].key != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// The upper half of a product, which every bit of the word reaches: words that only count up do as well.
  @inlinable func mark(of key: Key) -> UInt64 {
    (key.hashBits &* 0x9E37_79B9_7F4A_7C15) & ~0xFFFF_FFFF
  }

  @inlinable func home(of slot: UInt64) -> Int { Int(truncatingIfNeeded: slot &>> shift) }

  @inlinable func place(in slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }

  @inlinable mutating func arrange(_ size: Int) {
    slots = Array(repeating: 0, count: size)
    shift = UInt64(64 - size.trailingZeroBitCount)
    for place in entries.indices {
      let key = entries[place].key
      slots[slot(of: key)] = mark(of: key) | UInt64(place + 1)
    }
  }
}

extension IDTable.Entry: Sendable where Key: Sendable, Value: Sendable {}
extension IDTable: Sendable where Key: Sendable, Value: Sendable {}
