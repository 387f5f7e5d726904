import TravelPlanner

extension CaseRecord {
  /// The outcome of a request for its user, and the parts it had to do without.
  struct Answer: Sendable {
    var ending: RequestEntry.Ending
    /// The defect of the plan shown to the user.
    var problem: String?
    var traits: RequestEntry.Traits = []

    init(_ state: SessionState) {
      ending = state.isPartial ? .degraded : .ok
      problem = PlanSanityCheck.problem(in: state)
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
      case .cancelled: ending = .abandoned
      case .conflict:
        ending = .failed
        traits = .refusedAsStale
      case .invalid: ending = .failed
      }
    }
  }
}
