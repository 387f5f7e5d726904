import Resilience
import Testing

@Suite("Order of stages")
struct CompositionTests {
  @Test(
    "an order that is known to misbehave is warned about",
    arguments: [
      ("timeout breaker", Composition.Warning.Rule.timeoutOutsideBreaker),
      ("retry fallback", .retryOutsideFallback),
      ("breaker fallback", .fallbackInsideBreaker), ("breaker retry", .retryInsideBreaker),
      ("retry retry", .retryTwice),
      ("retry cache", .cacheInsideRetry), ("breaker cache", .cacheInsideBreaker),
      ("bulkhead retry", .bulkheadOutsideRetry),
      ("rateLimiter retry", .rateLimiterOutsideRetry), ("hedge retry", .hedgeOutsideRetry),
      ("retry deadline", .deadlineInsideRetry), ("timeout retry", .timeoutOutsideRetryOnly),
    ])
  func lint(stages: String, rule: Composition.Warning.Rule) {
    let list = stages.split(separator: " ").compactMap { Composition.Stage(rawValue: String($0)) }
    #expect(Composition(list).warnings.map(\.rule) == [rule])
    if rule != .retryTwice { #expect(Composition(list.reversed()).warnings.allSatisfy { $0.rule != rule }) }
  }

  @Test func `the order of a pipeline is not warned about`() {
    #expect(Composition.standard.warnings.isEmpty)
    #expect(Composition([.timeout, .breaker, .timeout]).warnings.isEmpty)
  }
}
