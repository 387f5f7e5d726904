import Primitives

/// Cached values and failures by key: bounded in number, evicting the least recently used.
///
/// Looking up and storing take constant time. A value without clock or lock: each method is given the time.
public struct CacheTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let timeToLive, stale, negative: Int64
  private let capacity: Int
  private var slots: [Key: Int] = [:]
  private var entries: [Entry] = []
  /// The most and least recently used; -1 when empty.
  private var newest = -1
  private var oldest = -1
  private var free: [Int] = []

  private struct Entry: Sendable {
    var key: Key
    /// The value; nil for a cached failure.
    var value: Value?
    var storedAt: Int64
    var newer: Int
    var older: Int
  }

  /// The result of looking up a key.
  public enum Lookup {
    /// A value younger than its time to live.
    case fresh(Value)
    /// A cached failure.
    case failed
    /// Nothing that can be served.
    case missing
  }

  /// Creates an empty table.
  public init(_ policy: CachePolicy) {
    timeToLive = policy.timeToLive.wholeNanoseconds
    stale = policy.staleIfError?.wholeNanoseconds ?? 0
    negative = policy.negative?.wholeNanoseconds ?? 0
    capacity = policy.capacity
  }

  /// The number of keys.
  public var count: Int { slots.count }

  /// Looks up `key`. A fresh value becomes the most recently used; one that can no longer be served, not
  /// even stale, is removed.
  public mutating func find(_ key: Key, at now: Int64) -> Lookup {
    guard let slot = slots[key] else { return .missing }
    let age = now - entries[slot].storedAt
    if let value = entries[slot].value {
      if age < timeToLive {
        touch(slot)
        return .fresh(value)
      }
      if age >= timeToLive.addingSaturating(stale) { remove(slot) }
      return .missing
    }
    if age < negative { return .failed }
    remove(slot)
    return .missing
  }

  /// Returns a value past its time that may be served when loading failed, and its age.
  public func staleValue(_ key: Key, at now: Int64) -> (value: Value, age: Int64)? {
    guard stale > 0, let slot = slots[key], let value = entries[slot].value else { return nil }
    let age = now - entries[slot].storedAt
    return age < timeToLive.addingSaturating(stale) ? (value, age) : nil
  }

  /// Stores a value; returns the key that was evicted for it.
  @discardableResult
  public mutating func store(_ value: Value, for key: Key, at now: Int64) -> Key? {
    put(value, for: key, at: now)
  }

  /// Stores a failure, unless there is a value that may yet be served stale.
  @discardableResult
  public mutating func storeFailure(for key: Key, at now: Int64) -> Key? {
    guard negative > 0, staleValue(key, at: now) == nil else { return nil }
    return put(nil, for: key, at: now)
  }

  /// Removes a key.
  public mutating func remove(_ key: Key) {
    if let slot = slots[key] { remove(slot) }
  }

  private mutating func put(_ value: Value?, for key: Key, at now: Int64) -> Key? {
    if let slot = slots[key] {
      entries[slot].value = value
      entries[slot].storedAt = now
      touch(slot)
      return nil
    }
    var evicted: Key?
    if slots.count >= capacity {
      evicted = entries[oldest].key
      remove(oldest)
    }
    let entry = Entry(key: key, value: value, storedAt: now, newer: -1, older: -1)
    let slot: Int
    if let hole = free.popLast() {
      entries[hole] = entry
      slot = hole
    } else {
      entries.append(entry)
      slot = entries.count - 1
    }
    slots[key] = slot
    link(slot)
    return evicted
  }

  private mutating func touch(_ slot: Int) {
    if newest == slot { return }
    unlink(slot)
    link(slot)
  }

  private mutating func link(_ slot: Int) {
    entries[slot].older = newest
    entries[slot].newer = -1
    if newest >= 0 { entries[newest].newer = slot }
    newest = slot
    if oldest < 0 { oldest = slot }
  }

  private mutating func unlink(_ slot: Int) {
    let (newer, older) = (entries[slot].newer, entries[slot].older)
    if newer >= 0 { entries[newer].older = older } else { newest = older }
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
  }

  private mutating func remove(_ slot: Int) {
    unlink(slot)
    slots[entries[slot].key] = nil
    entries[slot].value = nil
    free.append(slot)
  }
}

extension CacheTable.Lookup: Sendable {}
