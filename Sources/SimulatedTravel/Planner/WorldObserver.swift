package import Resilience
package import SimCore
package import TravelPlanner

/// Writes what the planner and its guards decide into a world's digest and trace.
package struct WorldObserver: PlannerObserver, ResilienceObserver {
  package let world: World

  package init(_ world: World) { self.world = world }

  package func record(_ event: ResilienceEvent) {
    world.record(
      Self.guardKinds[Int(event.kind.rawValue)], Int64(bitPattern: event.request),
      Int64(event.target) << 32 | Int64(event.attempt), event.detail)
  }

  package func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {
    let key = Int64(bitPattern: plan)
    switch event {
    case .planStarted: world.record(.planStarted, key)
    case .stepStarted(let step): world.record(.stepStarted, key, Int64(step.rawValue))
    case .stepCompleted(let step): world.record(.stepCompleted, key, Int64(step.rawValue))
    case .searchStarted(let kind): world.record(.searchStarted, key, Int64(kind.rawValue))
    case .searchCompleted(let kind, let provider, let attempts):
      world.record(.searchCompleted, key, Int64(kind.rawValue), Int64(provider) << 16 | Int64(attempts))
    case .searchFailed(let kind, let cause):
      world.record(.searchFailed, key, Int64(kind.rawValue), Int64(cause.rawValue))
    case .searchSkipped(let kind): world.record(.searchSkipped, key, Int64(kind.rawValue))
    case .dayPlanned(let day): world.record(.dayPlanned, key, Int64(day))
    case .saved(let revision): world.record(.sessionSaved, key, Int64(revision))
    case .partial(let missing): world.record(.planPartial, key, Int64(missing.rawValue))
    case .planCompleted: world.record(.planCompleted, key)
    case .planFailed: world.record(.planFailed, key)
    case .sessionLoaded(let start):
      world.record(.sessionLoaded, key, Int64(ResumeResult.allCases.firstIndex(of: start) ?? 0))
    case .searchKept(let kind): world.record(.searchKept, key, Int64(kind.rawValue))
    case .searchDropped(let kind): world.record(.searchDropped, key, Int64(kind.rawValue))
    case .segmentStarted(let index): world.record(.segmentStarted, key, Int64(index))
    case .segmentCompleted(let index, let missing):
      world.record(.segmentCompleted, key, Int64(index), Int64(missing.rawValue))
    case .dayWritten(let day): world.record(.dayWritten, key, Int64(day))
    case .dayFailed(let day, let cause): world.record(.dayFailed, key, Int64(day), Int64(cause.rawValue))
    case .itineraryKept: world.record(.itineraryKept, key)
    case .understood(let kind, let needs):
      let number = Intent.Kind.allCases.firstIndex(of: kind) ?? 0
      world.record(.requestUnderstood, key, Int64(number), Int64(needs.rawValue))
    case .ruleClassifierUsed(let cause): world.record(.ruleClassifierUsed, key, Int64(cause.rawValue))
    case .candidateChosen(let style, let reason):
      world.record(.candidateChosen, key, Int64(style.rawValue), Int64(reason.rawValue))
    }
  }

  private static let guardKinds: [TraceKind] = ResilienceEvent.Kind.allCases.map { kind in
    TraceKind(named: "guard.\(kind)", "request", "target and attempt", "detail")
  }
}

extension TraceKind {
  package static let planStarted = TraceKind("plan.started", "plan")
  package static let stepStarted = TraceKind("plan.step started", "plan", "step")
  package static let stepCompleted = TraceKind("plan.step completed", "plan", "step")
  package static let searchStarted = TraceKind("search.started", "plan", "search")
  package static let searchCompleted = TraceKind(
    "search.completed", "plan", "search", "provider and attempts")
  package static let searchFailed = TraceKind("search.failed", "plan", "search", "cause")
  package static let searchSkipped = TraceKind("search.skipped", "plan", "search")
  package static let dayPlanned = TraceKind("plan.day", "plan", "day")
  package static let sessionSaved = TraceKind("session.saved", "plan", "revision")
  package static let planPartial = TraceKind("plan.partial", "plan", "missing")
  package static let sessionLoaded = TraceKind("session.loaded", "plan", "start")
  package static let searchKept = TraceKind("search.kept", "plan", "search")
  package static let searchDropped = TraceKind("search.dropped", "plan", "search")
  package static let segmentStarted = TraceKind("plan.city started", "plan", "city")
  package static let segmentCompleted = TraceKind("plan.city completed", "plan", "city", "missing")
  package static let dayWritten = TraceKind("plan.day written", "plan", "day")
  package static let dayFailed = TraceKind("plan.day failed", "plan", "day", "cause")
  package static let itineraryKept = TraceKind("plan.itinerary kept", "plan")
  package static let requestUnderstood = TraceKind("plan.understood", "plan", "intent", "searches")
  package static let ruleClassifierUsed = TraceKind("plan.rules answered", "plan", "cause")
  package static let candidateChosen = TraceKind("plan.candidate chosen", "plan", "style", "reason")
  package static let planCompleted = TraceKind("plan.completed", "plan")
  package static let planFailed = TraceKind("plan.failed", "plan")
}
