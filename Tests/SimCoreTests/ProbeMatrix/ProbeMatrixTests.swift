import Dispatch
import Foundation
import SimCore
import SimTesting
import TestSupport
import Testing

/// Shows for each construct of the language that a world captures it, or says what it cannot capture.
///
/// A toolchain under which one escapes turns the row with its name red.
///
/// One at a time: a global actor belongs to the process, and worlds on two threads must not share one.
@Suite("Probe matrix", .serialized)
struct ProbeMatrixTests {
  @Test("captures", arguments: Probe.tasks + Probe.actors + Probe.waiting + Probe.host)
  func captures(_ probe: Probe) throws {
    var digests: [Digest] = []
    for _ in 0..<2 {
      let journal = Journal()
      var simulation = Simulation(seed: 7)
      simulation.hostAccess = probe.hostAccess
      let outcome = try simulation.run { try await probe.body($0, journal) }
      #expect(journal.text == probe.journal)
      #expect(outcome.endedAt.nanoseconds == probe.milliseconds * 1_000_000)
      var certificate = outcome.certificate
      #expect(certificate.leftoverTimers == probe.timersLeft)
      certificate.leftoverTimers = 0
      #expect(certificate.isClean, "\(certificate)")
      digests.append(outcome.digest)
    }
    #expect(digests[0] == digests[1])
  }

  @Test(
    "gives one digest a seed in any order of tasks", arguments: Probe.tasks + Probe.actors + Probe.waiting)
  func repeatsUnderEveryScheduler(_ probe: Probe) {
    for scheduling: Scheduling in [.random, .pct(depth: 3, steps: 30)] {
      for seed: UInt64 in 1...5 {
        expectSameTwice(seed: seed, scheduling: scheduling) { try await probe.body($0, Journal()) }
      }
    }
  }

  @Test("refuses", arguments: Refusal.all)
  func refuses(_ refusal: Refusal) throws {
    var simulation = Simulation(seed: 7)
    simulation.foreignWork = .refused(graceMilliseconds: 60_000)
    let error = #expect(throws: SimulationError.self) {
      try simulation.run { world in
        try await Task(name: "culprit") { try await refusal.body(world) }.value
      }
    }
    let message = "\(try #require(error))"
    for part in refusal.message { #expect(message.contains(part), "\(message)") }
  }

  @Test("counts what it lets pass", arguments: [HostAccess.admitted])
  func countsAdmitted(_ access: HostAccess) throws {
    var simulation = Simulation(seed: 7)
    simulation.hostAccess = access
    let outcome = try simulation.run { _ in ContinuousClock.now.duration(to: .now) >= .zero }
    #expect(outcome.value)
    #expect(outcome.certificate.hostClockReads == 2)
    #expect(!outcome.certificate.isClean)
  }

  @Test func `draws from the seed where system randomness is virtual`() throws {
    func bytes(_ seed: UInt64) throws -> [UInt64] {
      var simulation = Simulation(seed: seed)
      simulation.hostAccess = .virtual
      return try simulation.run { _ in
        var generator = SystemRandomNumberGenerator()
        return [generator.next(), generator.next()]
      }.value
    }
    // A debug build draws inside the standard library, where nothing can be put before it.
    if Probe.seesSystemRandomness {
      #expect(try bytes(1) == bytes(1))
      #expect(try bytes(1) != bytes(2))
    }
  }
}

/// A construct that a hermetic world does not let pass.
struct Refusal: Sendable, CustomTestStringConvertible {
  let construct: String
  /// The parts that the message must contain.
  let message: [String]
  let body: @Sendable (World) async throws -> Void

  init(
    _ construct: String, _ message: String..., namesTask: Bool = true,
    body: @escaping @Sendable (World) async throws -> Void
  ) {
    self.construct = construct
    self.message = (namesTask ? ["\"culprit\""] : []) + ["0.003 s"] + message
    self.body = { world in
      try await world.clock.sleep(for: .milliseconds(3))
      try await body(world)
    }
  }

  var testDescription: String { construct }

  static let all: [Refusal] =
    [
      Refusal("Task.sleep(for:)", "slept on the host's clock", "world.clock.sleep(for:)") { _ in
        try await Task.sleep(for: .milliseconds(1))
      },
      Refusal("Task.sleep(nanoseconds:)", "slept on the host's clock") { _ in
        try await Task.sleep(nanoseconds: 1)
      },
      Refusal("ContinuousClock().sleep", "slept on the host's clock") { _ in
        try await ContinuousClock().sleep(for: .milliseconds(1))
      },
      Refusal("ContinuousClock.now", "read the host's clock", "use world.clock") { _ in
        _ = ContinuousClock.now
      },
      Refusal("SuspendingClock.now", "read the host's clock") { _ in _ = SuspendingClock.now },
      Refusal("Date()", "read the host's clock") { _ in _ = Date() },
      Refusal("DispatchTime.now()", "read the host's clock") { _ in _ = DispatchTime.now() },
      // An optimised build ends the task on the foreign thread, which resumes the one that awaits it.
      Refusal(
        "actor on a dispatch queue", "resumed from a foreign thread", "foreignWork: .admitted",
        namesTask: false
      ) { _ in
        await QueueActor().visit()
      },
      Refusal("continuation resumed by a dispatch queue", "resumed from a foreign thread") { _ in
        await resumed { resume in DispatchQueue.global().async { resume() } }
      },
      Refusal("continuation resumed by a thread", "resumed from a foreign thread") { _ in
        await resumed { resume in Thread.detachNewThread { resume() } }
      },
    ] + randomness

  private static let randomness: [Refusal] =
    Probe.seesSystemRandomness
    ? [
      Refusal("SystemRandomNumberGenerator", "drew from the system's randomness", "world.random") { _ in
        var generator = SystemRandomNumberGenerator()
        _ = generator.next()
      }
    ] : []
}

extension Probe {
  /// True if a world sees a draw from the system's randomness: only in an optimised build.
  static var seesSystemRandomness: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }
}

/// Waits for a thread to resume the caller, which it does once the caller is suspended.
private func resumed(by start: (_ resume: @escaping @Sendable () -> Void) -> Void) async {
  let isSuspended = DispatchSemaphore(value: 0)
  let watcher = Task { _ = isSuspended.signal() }
  await withCheckedContinuation { continuation in
    start {
      isSuspended.wait()
      continuation.resume()
    }
  }
  await watcher.value
}

/// An actor that runs on threads of its own.
actor QueueActor {
  private let executor = QueueExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  func visit() {}
}

final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "probe")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
