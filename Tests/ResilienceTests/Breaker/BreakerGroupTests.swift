import Resilience
import Testing

@Suite("Breaker group")
struct BreakerGroupTests {
  @Test func `when one of a group refuses, the others are as if they had not been asked`() {
    var group = BreakerGroup([
      BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1)),
      BreakerPolicy(consecutiveFailures: 1, wait: .seconds(5)),
    ])
    guard case .admitted(let permits) = group.admit(at: 0) else { return }
    group.record({ _ in .failure }, permits, at: 0)
    #expect(group.admit(at: 2 * second) == .refused(by: 1, retryAfter: 3 * second))
    #expect(group.breakers.map(\.state) == [.open, .open])
    guard case .admitted(let probes) = group.admit(at: 5 * second) else {
      Issue.record("the probe was refused")
      return
    }
    group.record({ _ in .success }, probes, at: 5 * second)
    #expect(group.breakers.map(\.state) == [.closed, .closed])
  }

  @Test func `a group's refusal gives back the permit and the start of one that was half-open before`() {
    // The first opens for a second and half-opens by itself, the second refuses for five.
    var probing = BreakerPolicy(consecutiveFailures: 1, wait: .seconds(1))
    probing.open.expires = .timer
    var group = BreakerGroup([probing, BreakerPolicy(consecutiveFailures: 1, wait: .seconds(5))])
    guard case .admitted(let permits) = group.admit(at: 0) else {
      Issue.record("a closed group refused")
      return
    }
    group.record({ _ in .failure }, permits, at: 0)
    group.advance(to: 2 * second)
    #expect(group.breakers.map(\.state) == [.halfOpen, .open])
    for _ in 0..<3 {
      #expect(group.admit(at: 2 * second) == .refused(by: 1, retryAfter: 3 * second))
      #expect(group.breakers[0].state == .halfOpen)
      #expect(group.breakers[0].started == 0)
    }
    // Its only permit is there for the call that both let through.
    guard case .admitted(let probes) = group.admit(at: 5 * second) else {
      Issue.record("the permit is gone")
      return
    }
    group.record({ _ in .success }, probes, at: 5 * second)
    #expect(group.breakers.map(\.state) == [.closed, .closed])
  }
}
