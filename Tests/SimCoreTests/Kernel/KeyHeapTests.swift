import Primitives
import Testing

@testable import SimCore

@Suite("Key heap")
struct KeyHeapTests {
  @Test("gives keys in order whatever came before", arguments: UInt64(1)...30)
  func againstSortedArray(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("heap")
    var heap = KeyHeap(capacity: 1)
    defer { heap.deallocate() }
    var model: [TimerKey] = []
    for order in 0..<UInt64(400) {
      if draws.next(below: 3) > 0 || model.isEmpty {
        let key = TimerKey(deadline: Int64(draws.next(below: 50)), order: order)
        heap.push(key)
        model.insert(key, at: model.firstIndex { key < $0 } ?? model.endIndex)
      } else {
        #expect(heap.first == model.removeFirst())
        heap.removeFirst()
      }
      #expect(heap.count == model.count)
      #expect(heap.isOrdered)
    }
    while !model.isEmpty {
      #expect(heap.first == model.removeFirst())
      heap.removeFirst()
    }
    #expect(heap.count == 0)
  }

  @Test("keeps its order when filtered", arguments: 0...40)
  func filtered(count: Int) {
    var heap = KeyHeap(capacity: 1)
    defer { heap.deallocate() }
    for order in 0..<UInt64(count) { heap.push(TimerKey(deadline: Int64(order &* 7_919 % 31), order: order)) }
    heap.filter { $0.order % 3 != 0 }
    #expect(heap.isOrdered)
    var orders: [TimerKey] = []
    while heap.count > 0 {
      orders.append(heap.first)
      heap.removeFirst()
    }
    #expect(orders == orders.sorted())
    #expect(orders.count == (0..<count).count { $0 % 3 != 0 })
  }

  @Test func `a key sorts by deadline, then by order`() {
    let keys = [
      TimerKey(deadline: 0, order: 0), TimerKey(deadline: 0, order: .max), TimerKey(deadline: 1, order: 0),
      TimerKey(deadline: .max, order: 0), TimerKey(deadline: .max, order: .max),
    ]
    for (place, key) in keys.enumerated() {
      for later in keys[(place + 1)...] {
        #expect(key < later)
        #expect(!(later < key))
      }
      #expect(TimerKey(deadline: key.deadline, order: key.order) == key)
    }
  }
}
