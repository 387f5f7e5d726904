import Resilience
import Testing

@Suite("Bulkhead")
struct BulkheadTests {
  @Test func `at exactly the longest wait the permit is still granted, after it is not`() {
    for (late, served) in [(Int64(0), true), (1, false)] {
      var bulkhead = Bulkhead(BulkheadPolicy(limit: 1, queue: 1, maxWait: .seconds(1)))
      #expect(bulkhead.enter(at: 0) == .admitted)
      #expect(bulkhead.enter(at: 0) == .queued(ticket: 1, until: second, position: 1))
      #expect(bulkhead.enter(at: 0) == .refused)
      bulkhead.leave()
      #expect((bulkhead.next(at: second + late) != nil) == served)
    }
  }

  @Test func `an adaptive bulkhead shrinks when calls are dropped and never stops`() {
    var bulkhead = Bulkhead(
      BulkheadPolicy(limit: 50, adaptive: .aimd(.init(initial: 20, minimum: 1, maximum: 40))))
    #expect(bulkhead.limit == 20)
    for _ in 0..<60 {
      #expect(bulkhead.enter(at: 0) == .admitted)
      _ = bulkhead.leave(time: second, dropped: true)
    }
    #expect(bulkhead.limit == 1)
  }
}
