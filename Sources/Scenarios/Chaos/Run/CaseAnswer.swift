import TravelPlanner

extension CaseRecord {
  /// How a request ended for its user, and what it had to do without.
  struct Answer: Sendable {
    var ending: RequestEntry.Ending
    /// What is wrong with what the user was shown.
    var problem: String?
    var traits: RequestEntry.Traits = []

    init(_ state: SessionState) {
      ending = state.isPartial ? .degraded : .ok
      problem = SoundPlans.problem(in: state)
      for error in state.errors {
        if error.cause == .notSaved {
          traits.insert(.notSaved)
        } else if error.step == .intent {
          traits.insert(.rulesServed)
        } else if error.step == .narrative {
          traits.insert(.templateServed)
        }
      }
    }

    init(_ error: PlanError) {
      switch error {
      case .cancelled: ending = .gaveUp
      case .conflict:
        ending = .failed
        traits = .refusedAsStale
      case .invalid: ending = .failed
      }
    }
  }
}
