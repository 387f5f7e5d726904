import Foundation
import Primitives
import Resilience
import Testing

@Suite("Outcome windows, over random traces")
struct OutcomeWindowProperties {
  private struct Result {
    var time: Int64
    var failed: Bool
    var slow: Bool
  }

  @Test("counts equal a recount of everything that was recorded")
  func recount() {
    overTraces { chance in
      let window: BreakerPolicy.Window? =
        switch chance.below(7) {
        case 0: nil
        case 1: .count(1 + chance.below(8))
        case 2: .time(.nanoseconds(Int64(8 + chance.below(40))), buckets: 1 + chance.below(6), align: .epoch)
        case 3:
          .time(.nanoseconds(Int64(8 + chance.below(40))), buckets: 1 + chance.below(6), align: .creation)
        case 4:
          .time(.nanoseconds(Int64(8 + chance.below(40))), buckets: 1 + chance.below(6), align: .firstEvent)
        case 5:
          .fixed(.nanoseconds(Int64(5 + chance.below(20))), boundary: chance.pick([.atOrAfter, .after]))
        default: .ema(1 + chance.below(8))
        }
      let created = Int64(chance.below(50))
      var engine = OutcomeWindow(window, at: created)
      var now = created
      var origin = created
      var all: [Result] = []
      var starts: [Int64] = []
      var owner: [Int64] = []
      var average = 0.0
      for _ in 0..<14 {
        now += Int64(chance.below(9))
        let result = Result(time: now, failed: chance.flips(), slow: chance.below(4) == 0)
        if chance.below(20) == 0 {
          engine.clear(at: now)
          (origin, all, starts, owner, average) = (now, [], [], [], 0)
        } else {
          engine.record(failed: result.failed, slow: result.slow, at: now)
          if window?.kind == .fixed {
            let over =
              window?.boundary == .after ? now - origin > length(window) : now - origin >= length(window)
            if over { (origin, all) = (now, []) }
          }
          if window?.align == .firstEvent, window?.kind == .time {
            let bucket = length(window) / Int64(window!.buckets)
            if starts.last.map({ now - $0 >= bucket }) ?? true { starts.append(now) }
            owner.append(starts.last!)
          }
          let weight = exp(-1 / Double(window?.size ?? 1))
          average =
            all.isEmpty ? (result.failed ? 0 : 1) : (result.failed ? 0 : 1) * (1 - weight) + average * weight
          all.append(result)
        }
        if chance.below(4) == 0 { now += Int64(chance.below(30)) }
        let expected = counted(all, window, origin: origin, owner: owner, at: now)
        let counts = engine.counts(at: now)
        if counts != expected {
          throw Broken("\(String(describing: window)) at \(now): \(counts), recounted \(expected)")
        }
        if window?.kind == .ema, !all.isEmpty, abs(engine.failureRate(of: counts) - (1 - average)) > 1e-9 {
          throw Broken("average \(engine.failureRate(of: counts)), recomputed \(1 - average)")
        }
      }
    }
  }

  private func length(_ window: BreakerPolicy.Window?) -> Int64 { window!.duration.wholeNanoseconds }

  private func counted(
    _ all: [Result], _ window: BreakerPolicy.Window?, origin: Int64, owner: [Int64], at now: Int64
  ) -> OutcomeCounts {
    var kept = all[...]
    if let window {
      switch window.kind {
      case .count: kept = all.suffix(window.size)
      case .fixed:
        let age = now - origin
        if window.boundary == .after ? age > length(window) : age >= length(window) { kept = [] }
      case .ema: break
      case .time:
        let bucket = length(window) / Int64(window.buckets)
        func number(_ time: Int64) -> Int64 { (time - (window.align == .creation ? origin : 0)) / bucket }
        if window.align == .firstEvent {
          kept = all.indices.filter { now - owner[$0] < length(window) }.map { all[$0] }[...]
        } else {
          kept = all.filter { number($0.time) > number(now) - Int64(window.buckets) }[...]
        }
      }
    }
    return OutcomeCounts(
      calls: kept.count, failures: kept.count { $0.failed }, slow: kept.count { $0.slow })
  }
}
