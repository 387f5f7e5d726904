import Resilience
import Testing

@Suite("Deadline")
struct DeadlineTests {
  @Test("has passed at exactly its time", arguments: [(9, false), (10, true), (11, true)] as [(Int64, Bool)])
  func boundary(now: Int64, hasPassed: Bool) {
    #expect(Deadline(nanoseconds: 10).hasPassed(at: now) == hasPassed)
  }

  @Test func `no deadline never passes and leaves all the time there is`() {
    #expect(!Deadline.none.hasPassed(at: .max))
    #expect(Deadline.none.remaining(at: 5) == .max)
    #expect(Deadline(.seconds(1), after: .max - 1) == .none)
  }

  @Test func `the time left is never negative, and the earlier of two is passed down`() {
    #expect(Deadline(nanoseconds: 10).remaining(at: 4) == 6)
    #expect(Deadline(nanoseconds: 10).remaining(at: 14) == 0)
    #expect(Deadline(nanoseconds: 10).earlier(than: .none).nanoseconds == 10)
  }

  @Test func `only the caller's own end is terminal`() {
    let errors: [(CallError<ProviderError>, Bool)] = [
      (.failed(.gone), false), (.timedOut(after: 1), false), (.deadlineExceeded, true), (.cancelled, true),
      (.circuitOpen(retryAfter: nil), false), (.bulkheadFull, false), (.rateLimited(retryAfter: nil), false),
      (.budgetExceeded(last: .cancelled), false), (.retriesExceeded(last: nil), false),
      (.unclassified(ProviderError.gone), false), (.cachedFailure, false),
    ]
    for (error, isTerminal) in errors { #expect(error.isTerminal == isTerminal, "\(error)") }
  }
}
