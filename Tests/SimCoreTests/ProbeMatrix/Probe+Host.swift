import Foundation
import SimCore
import TestSupport

extension Probe {
  /// Code that was not written for simulation, when the host's time is the world's.
  static let host: [Probe] = [
    Probe("Task.sleep(for:) in virtual time", takes: 1_500, writes: "1500", hostAccess: .virtual) {
      world, journal in
      try await Task.sleep(for: .milliseconds(1_500))
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe("Task.sleep(nanoseconds:) in virtual time", takes: 3, writes: "3", hostAccess: .virtual) {
      world, journal in
      try await Task.sleep(nanoseconds: 3_000_000)
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe(
      "Task.sleep(until:) of ContinuousClock in virtual time", takes: 9, writes: "9", hostAccess: .virtual
    ) {
      world, journal in
      try await Task.sleep(until: .now + .milliseconds(9), clock: .continuous)
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe("SuspendingClock in virtual time", takes: 9, writes: "9", hostAccess: .virtual) { world, journal in
      try await SuspendingClock().sleep(for: .milliseconds(9))
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    // The standard library wakes the task and leaves the timer with the executor until it is due.
    Probe(
      "Task.sleep cancelled in virtual time", takes: 5, writes: "CancellationError() 5", hostAccess: .virtual,
      leavesTimers: 1
    ) { world, journal in
      let task = Task {
        do { try await Task.sleep(for: .seconds(60)) } catch { journal.write("\(error)") }
        journal.write(Int(world.clock.nanoseconds / 1_000_000))
      }
      try await Task.sleep(for: .milliseconds(5))
      task.cancel()
      await task.value
    },
    Probe("ContinuousClock.measure in virtual time", takes: 40, writes: "0.04 seconds", hostAccess: .virtual)
    {
      world, journal in
      let duration = try await ContinuousClock().measure { try await Task.sleep(for: .milliseconds(40)) }
      journal.write("\(duration)")
    },
    Probe("Date() in virtual time", takes: 2_000, writes: "1767225600 1767225602", hostAccess: .virtual) {
      world, journal in
      journal.write(Int(Date().timeIntervalSince1970))
      try await world.clock.sleep(for: .seconds(2))
      journal.write(Int(Date().timeIntervalSince1970))
    },
  ]
}
