import Resilience
package import SimCore
package import TravelPlanner

extension World {
  /// Lets cancelled calls end whose caller has its answer already: losers of a hedge, and attempts
  /// past an enforced timeout. All of it happens before time moves on by a nanosecond.
  ///
  /// Nothing for the standard policy, which is nil here: it does not hedge.
  package func endCancelledCalls(of policy: PlannerPolicy?) async {
    if policy != nil { try? await clock.sleep(for: .nanoseconds(1)) }
  }
}
