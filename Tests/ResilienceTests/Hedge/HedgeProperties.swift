import Primitives
import Resilience
import Testing

@Suite("Hedges, over random traces")
struct HedgeProperties {
  @Test func `a hedge sends no more than it may, decides once, and always decides`() {
    overTraces { chance in
      let policy = HedgePolicy(
        delay: .nanoseconds(Int64(chance.below(12)) - 1), maxHedges: chance.below(4),
        onFailure: chance.pick([.wait, .next]), allFailed: chance.pick([.last, .primary]))
      var hedge = Hedge(policy, at: 0)
      var running = [0]
      var now: Int64 = 0
      var winner: Int?
      for _ in 0..<60 {
        while let call = hedge.hedge(at: now) { running.append(call) }
        if running.isEmpty, hedge.winner == nil {
          guard let due = hedge.nextDue else { throw Broken("no call is in flight or due: \(policy)") }
          now = due
          continue
        }
        if running.isEmpty { break }
        let call = running.remove(at: chance.below(running.count))
        switch hedge.finished(call, final: chance.below(3) == 0, at: now) {
        case .decided(let decided):
          if winner != nil { throw Broken("decided twice") }
          winner = decided
        case .send(let next): running.append(next)
        case .wait: if winner != nil { throw Broken("waits after the decision") }
        case .dropped: if winner == nil { throw Broken("dropped before the decision") }
        }
        if hedge.sent > policy.maxHedges + 1 { throw Broken("\(hedge.sent) sent") }
        now += Int64(chance.below(8))
      }
      if winner == nil || hedge.winner != winner { throw Broken("undecided: \(policy)") }
    }
  }
}
