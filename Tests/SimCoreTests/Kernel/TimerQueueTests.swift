import Primitives
import Testing

@testable import SimCore

@Suite("Timer queue")
struct TimerQueueTests {
  /// A timer as the model keeps it.
  private struct Armed {
    var deadline: Int64
    var order: UInt64
    var payload: UInt
  }

  // Even and above the words that mean something: payloads that no callback is behind.
  private func payload(_ number: Int) -> UInt { UInt(number) * 4 + 64 }

  @Test("agrees with a sorted list, forgetting included", arguments: UInt64(1)...40)
  func againstSortedArray(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("timers")
    let forgetful = draws.next(below: 6) + 1
    var queue = TimerQueue()
    defer { queue.deallocate() }
    var model: [Armed] = []
    for number in 0..<600 {
      switch draws.next(below: 4 + forgetful) {
      case 0...3:
        let timer = Armed(
          deadline: Int64(draws.next(below: 40)), order: queue.reserve(), payload: payload(number))
        queue.setPayload(timer.order, timer.payload)
        queue.arm(timer.order, deadline: timer.deadline)
        let place = model.firstIndex { timer.deadline < $0.deadline } ?? model.endIndex
        model.insert(timer, at: place)
      case 4:
        let key = queue.peek()
        #expect(key?.order == model.first?.order)
        #expect(key?.deadline == model.first?.deadline)
        if let key { #expect(queue.popPeeked(key) == model.removeFirst().payload) }
      default:
        guard !model.isEmpty else { continue }
        let gone = model.remove(at: Int(draws.next(below: UInt64(model.count))))
        #expect(queue.forget(gone.order) == gone.payload)
        #expect(queue.forget(gone.order) == nil)
      }
      #expect(queue.live == model.count)
      #expect(queue.heap.isOrdered)
      #expect(queue.heap.count <= max(2 * model.count, model.count + 66))
    }
    for timer in model { #expect(queue.peek().map { queue.popPeeked($0) } == timer.payload) }
    #expect(queue.peek() == nil)
  }

  @Test func `timers with one deadline come in the order of arming`() {
    var queue = TimerQueue()
    defer { queue.deallocate() }
    for number in 0..<1_000 {
      let order = queue.reserve()
      queue.setPayload(order, payload(number))
      queue.arm(order, deadline: 5)
    }
    for number in 0..<1_000 { #expect(queue.peek().map { queue.popPeeked($0) } == payload(number)) }
  }

  @Test func `a million forgotten timers leave no memory`() {
    var queue = TimerQueue()
    defer { queue.deallocate() }
    let kept = queue.reserve()
    queue.setPayload(kept, payload(1))
    queue.arm(kept, deadline: .max)
    var largest = 0
    for number in 0..<1_000_000 {
      let order = queue.reserve()
      queue.setPayload(order, payload(number))
      queue.arm(order, deadline: Int64(number))
      _ = queue.forget(order)
      largest = max(largest, queue.heap.count)
    }
    #expect(largest <= 67)
    #expect(queue.live == 1)
    #expect(queue.slotsInUse == 2)
    #expect(queue.peek()?.order == kept)
  }

  @Test func `a cancelled sleep keeps its place until the sleeper is awake, and then says so once`() {
    var queue = TimerQueue()
    defer { queue.deallocate() }
    let first = queue.reserve()
    let cancelled = queue.cancelSleep(first)
    #expect(cancelled == TimerPayload.reserved)
    #expect(queue.payload(first) == nil)
    let again = queue.cancelSleep(first)
    #expect(again == nil)
    let second = queue.reserve()
    #expect(queue.slotsInUse == 2)
    let ends = [queue.endSleep(first), queue.endSleep(first), queue.endSleep(second)]
    #expect(ends == [true, false, false])
    #expect(queue.payload(second) == TimerPayload.reserved)
    #expect(queue.live == 1)
    let third = queue.reserve()
    #expect(third != first)
    #expect(queue.slotsInUse == 2)
  }

  @Test func `a timer of one world is not taken for one of another`() {
    var (one, other) = (TimerQueue(worldID: 1), TimerQueue(worldID: 2))
    defer {
      one.deallocate()
      other.deallocate()
    }
    let timers = (0..<100).map { _ in (one.reserve(), other.reserve()) }
    for (mine, foreign) in timers {
      #expect(one.hasIssued(mine) && other.hasIssued(foreign))
      #expect(!one.hasIssued(foreign) && !other.hasIssued(mine))
      #expect(one.sequence(of: mine) == other.sequence(of: foreign))
    }
  }
}
