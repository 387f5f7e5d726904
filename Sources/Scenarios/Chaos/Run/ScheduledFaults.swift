import Resilience
import SimCore
import SimulatedServices

/// Applies the plan's time-driven faults: capacity loss, slow start, calendar steps and drift.
struct ScheduledFaults: Sendable {
  let world: World
  let places: [Place]

  /// A service that servers can be taken from.
  struct Place: Sendable {
    let name: String
    let station: ServiceStation<SimClock>
  }

  /// The interval at which a gradually changing strength is applied.
  private static let tick: Int64 = 100_000_000

  /// Arms what the world's plan has of such faults.
  func arm() {
    for (index, fault) in world.faults.faults.enumerated() {
      switch fault.kind {
      case .capacity, .slowStart:
        let hit = places.indices.filter {
          places[$0].station.model.servers != nil
            && fault.target.matches(places[$0].name)
        }
        if !hit.isEmpty { armCapacity(index, fault, hit) }
      case .calendarStep, .calendarDrift:
        at(fault.window.startNanoseconds) { [world] in world.faults.injectNow(index) }
      default: break
      }
    }
  }

  private func armCapacity(_ index: Int, _ fault: Fault, _ hit: [Int]) {
    let until = fault.window.endNanoseconds
    at(fault.window.startNanoseconds) {
      world.faults.injectNow(index)
      step(index, fault, hit, until)
    }
  }

  /// Sets the servers there are now, and does so again until the window's end.
  private func step(_ index: Int, _ fault: Fault, _ hit: [Int], _ until: Int64) {
    let now = world.clock.nanoseconds
    for place in hit {
      let all = places[place].station.model.servers ?? 0
      places[place].station.setServers(now >= until ? all : servers(index, fault, of: all, at: now))
    }
    if now >= until { return }
    let next: Int64 =
      switch (fault.kind, fault.shape) {
      case (.slowStart, _), (_, .ramp), (_, .burst), (_, .squareWave): now + ScheduledFaults.tick
      default: until
      }
    if next < .max { at(min(next, until)) { step(index, fault, hit, until) } }
  }

  private func servers(_ index: Int, _ fault: Fault, of all: Int, at now: Int64) -> Int {
    switch fault.kind {
    case .capacity(let removed):
      let strength = Int64(world.faults.strength(of: index, at: SimInstant(nanoseconds: now)))
      return max(0, all - Int((Int64(removed) * strength + 500_000) / 1_000_000))
    case .slowStart(let servers):
      let start = fault.window.startNanoseconds
      let length = fault.window.endNanoseconds - start
      let age = now - start
      // One more each equal part of the window.
      let (high, low) = Int64(max(0, all - servers)).multipliedFullWidth(by: age)
      return min(all, servers + Int(length.dividingFullWidth((high, low)).quotient))
    default: return all
    }
  }

  private func at(_ time: Int64, _ action: @escaping @Sendable () -> Void) {
    if time <= world.clock.nanoseconds { return action() }
    _ = world.clock.schedule(atNanoseconds: time, action)
  }
}
