/// A key of an `IDTable`: an id or a number.
@usableFromInline
package protocol IDKey: Equatable {
  /// Bits that differ for almost all different keys.
  var hashBits: UInt64 { get }
}

extension UInt64: IDKey {
  @inlinable package var hashBits: UInt64 { self }
}

/// A hash table for keys that are ids or numbers and need no further hashing.
///
/// Lookup, insertion and removal take constant time. Used instead of `Dictionary`, which hashes such keys again, and once
/// more when it grows. Only a table of indices grows here; the values are in an array, in the order of their insertion as
/// long as none is removed.
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
  /// The slots by the mark of the key: the mark in the upper half, the index in `entries` plus 1 in the lower half, 0 for
  /// an empty slot. At least half are empty. The mark saves reading the entries of other keys from memory.
  @usableFromInline var slots: [UInt64]
  @usableFromInline var shift: UInt64

  @inlinable package init() {
    slots = Array(repeating: 0, count: 16)
    shift = 60
  }

  @inlinable package var count: Int { entries.count }

  /// The values in the order of their insertion, as long as none was removed.
  @inlinable package var values: some Sequence<Value> { entries.lazy.map(\.value) }
  @inlinable package var keys: some Sequence<Key> { entries.lazy.map(\.key) }

  /// The value of a key; nil if there is none. Assigning nil removes it.
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

  /// Removes the values that satisfy a predicate.
  @inlinable package mutating func removeAll(where shouldRemove: (Value) -> Bool) {
    entries.removeAll { shouldRemove($0.value) }
    arrange(slots.count)
  }

  @inlinable mutating func remove(_ key: Key) {
    var hole = slot(of: key)
    guard slots[hole] != 0 else { return }
    // The last value moves to the index of the removed one.
    let place = place(in: slots[hole])
    let last = entries[entries.count - 1].key
    slots[slot(of: last)] = mark(of: last) | UInt64(place + 1)
    entries.swapAt(place, entries.count - 1)
    entries.removeLast()
    slots[hole] = 0
    // Entries that follow move back to the hole unless that is before their home slot.
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

  /// Returns the slot of a key, or the empty slot for it.
  @inlinable func slot(of key: Key) -> Int {
    let mark = mark(of: key)
    var slot = home(of: mark)
    while slots[slot] != 0, slots[slot] >> 32 != mark >> 32 || entries[place(in: slots[slot])].key != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Returns the upper half of a product, which depends on all bits of the key, so that consecutive numbers spread well.
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
