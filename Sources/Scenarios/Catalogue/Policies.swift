import Randomness
import Resilience

// Policy sets that scenarios of the catalogue put to the test.
extension ChaosScenario {
  /// The standard one with room for twelve calls at each provider, and forty waiting.
  static let tightBulkheads: PolicySet = {
    var set = PolicySet()
    set.overall = nil
    set.standard.bulkhead = BulkheadPolicy(limit: 12, queue: 40)
    return set
  }()

  /// Retries, and nothing else that would keep calls away.
  static let retriesAlone: PolicySet = {
    var set = PolicySet()
    set.overall = nil
    set.standard.breaker = nil
    set.standard.budget = nil
    set.standard.bulkhead = nil
    return set
  }()
}
