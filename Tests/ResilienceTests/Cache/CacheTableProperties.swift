import Primitives
import Resilience
import Testing

@Suite("Cache tables, over random traces")
struct CacheTableProperties {
  @Test func `a cache equals a plain list kept in order of use`() {
    overTraces { chance in
      let policy = CachePolicy(
        timeToLive: .nanoseconds(10), capacity: 1 + chance.below(4),
        staleIfError: chance.flips() ? .nanoseconds(8) : nil, negative: chance.flips() ? .nanoseconds(4) : nil
      )
      let stale = policy.staleIfError?.wholeNanoseconds ?? 0
      let negative = policy.negative?.wholeNanoseconds ?? 0
      var table = CacheTable<Int, Int>(policy)
      // The least recently used first.
      var list: [(key: Int, value: Int?, at: Int64)] = []
      var now: Int64 = 0
      for step in 0..<24 {
        now += Int64(chance.below(5))
        let key = chance.below(6)
        let index = list.firstIndex { $0.key == key }
        let age = index.map { now - list[$0].at } ?? 0
        switch chance.below(4) {
        case 0, 1:
          var expected = "missing"
          if let index {
            if let value = list[index].value, age < 10 {
              expected = "fresh \(value)"
              list.append(list.remove(at: index))
            } else if list[index].value == nil, age < negative {
              expected = "failed"
            } else if list[index].value == nil || age >= 10 + stale {
              list.remove(at: index)
            }
          }
          let found =
            switch table.find(key, at: now) {
            case .fresh(let value): "fresh \(value)"
            case .failed: "failed"
            case .missing: "missing"
            }
          if found != expected { throw Broken("\(found) instead of \(expected)") }
        case 2:
          if let index { list.remove(at: index) } else if list.count == policy.capacity { list.removeFirst() }
          list.append((key, step, now))
          table.store(step, for: key, at: now)
        default:
          let keeps = index.map { list[$0].value != nil && stale > 0 && age < 10 + stale } ?? false
          if (table.staleValue(key, at: now) != nil) != keeps { throw Broken("stale or not") }
          table.storeFailure(for: key, at: now)
          if negative > 0, !keeps {
            if let index {
              list.remove(at: index)
            } else if list.count == policy.capacity {
              list.removeFirst()
            }
            list.append((key, nil, now))
          }
        }
        if table.count != list.count { throw Broken("\(table.count) kept instead of \(list.count)") }
      }
    }
  }
}
