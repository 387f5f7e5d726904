package import Resilience

extension Planner {
  /// The guards of every dependency: classifier, searches with the primary's first, narrator.
  package var targets: [Target] {
    intentCalls.targets + flightCalls.targets + hotelCalls.targets + weatherCalls.targets
      + activityCalls.targets + narrativeCalls.targets
  }
}
