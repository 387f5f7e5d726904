import Experiments
import Reports

extension HostComparisonPlan {
  /// Runs the comparison. `timeScale` is the host time per virtual time.
  func run(timeScale: Double, _ console: Console) throws -> HostComparison {
    try run(timeScale: timeScale) { load, name in
      try Interrupt.check()
      console.progress("on the host's clock: \(name)")
      let clock = HostClock(scale: timeScale)
      return try runBlocking { await load.run(on: clock) }
    }
  }
}
