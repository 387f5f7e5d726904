import Primitives

/// What is known by key: values for a time, bounded, the least recently used leaving first.
///
/// Looking up and storing take constant time. A value: told when, it says what it has.
public struct CacheTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let timeToLive, stale, negative: Int64
  private let capacity: Int
  private var places: [Key: Int] = [:]
  private var entries: [Entry] = []
  /// The most and least recently used; -1 when empty.
  private var newest = -1
  private var oldest = -1
  private var free: [Int] = []

  private struct Entry: Sendable {
    var key: Key
    /// Nil for a remembered failure.
    var value: Value?
    var storedAt: Int64
    var newer: Int
    var older: Int
  }

  public enum Lookup {
    case fresh(Value)
    /// The call for this key failed not long ago.
    case failed
    case missing
  }

  public init(_ policy: CachePolicy) {
    timeToLive = policy.timeToLive.wholeNanoseconds
    stale = policy.staleIfError?.wholeNanoseconds ?? 0
    negative = policy.negative?.wholeNanoseconds ?? 0
    capacity = policy.capacity
  }

  public var count: Int { places.count }

  /// What there is for `key`. A fresh value becomes the most recently used; one that can no longer be
  /// served, not even for want of a better one, is forgotten.
  public mutating func find(_ key: Key, at now: Int64) -> Lookup {
    guard let place = places[key] else { return .missing }
    let age = now - entries[place].storedAt
    if let value = entries[place].value {
      if age < timeToLive {
        touch(place)
        return .fresh(value)
      }
      if age >= timeToLive.addingSaturating(stale) { remove(place) }
      return .missing
    }
    if age < negative { return .failed }
    remove(place)
    return .missing
  }

  /// A value past its time that may be served when loading failed, and its age.
  public func staleValue(_ key: Key, at now: Int64) -> (value: Value, age: Int64)? {
    guard stale > 0, let place = places[key], let value = entries[place].value else { return nil }
    let age = now - entries[place].storedAt
    return age < timeToLive.addingSaturating(stale) ? (value, age) : nil
  }

  /// Keeps a value; the key that had to make room.
  @discardableResult
  public mutating func store(_ value: Value, for key: Key, at now: Int64) -> Key? {
    put(value, for: key, at: now)
  }

  /// Remembers a failure, unless a value that may yet be served stale is kept.
  @discardableResult
  public mutating func storeFailure(for key: Key, at now: Int64) -> Key? {
    guard negative > 0, staleValue(key, at: now) == nil else { return nil }
    return put(nil, for: key, at: now)
  }

  public mutating func remove(_ key: Key) {
    if let place = places[key] { remove(place) }
  }

  private mutating func put(_ value: Value?, for key: Key, at now: Int64) -> Key? {
    if let place = places[key] {
      entries[place].value = value
      entries[place].storedAt = now
      touch(place)
      return nil
    }
    var evicted: Key?
    if places.count >= capacity {
      evicted = entries[oldest].key
      remove(oldest)
    }
    let entry = Entry(key: key, value: value, storedAt: now, newer: -1, older: -1)
    let place: Int
    if let hole = free.popLast() {
      entries[hole] = entry
      place = hole
    } else {
      entries.append(entry)
      place = entries.count - 1
    }
    places[key] = place
    link(place)
    return evicted
  }

  private mutating func touch(_ place: Int) {
    if newest == place { return }
    unlink(place)
    link(place)
  }

  private mutating func link(_ place: Int) {
    entries[place].older = newest
    entries[place].newer = -1
    if newest >= 0 { entries[newest].newer = place }
    newest = place
    if oldest < 0 { oldest = place }
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (entries[place].newer, entries[place].older)
    if newer >= 0 { entries[newer].older = older } else { newest = older }
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
  }

  private mutating func remove(_ place: Int) {
    unlink(place)
    places[entries[place].key] = nil
    entries[place].value = nil
    free.append(place)
  }
}

extension CacheTable.Lookup: Sendable {}
