import Observation
import SimCore
import Synchronization
import TestSupport

extension Probe {
  /// Ways to wait, to be woken, and to be cancelled.
  static let waiting: [Probe] = [
    Probe("checked continuation resumed by another task", takes: 10, writes: "waiting resumed 7") {
      world, journal in
      let slot = Mutex<CheckedContinuation<Int, Never>?>(nil)
      async let resumer: Void = {
        try await world.clock.sleep(for: .milliseconds(10))
        journal.write("resumed")
        slot.withLock { $0.take() }?.resume(returning: 7)
      }()
      journal.write("waiting")
      let number = await withCheckedContinuation { continuation in slot.withLock { $0 = continuation } }
      journal.write(number)
      try await resumer
    },
    Probe("unsafe continuation resumed by another task", takes: 10, writes: "thrown") { world, journal in
      let slot = unsafe Mutex<UnsafeContinuation<Void, any Error>?>(nil)
      let resumer = Task {
        try await world.clock.sleep(for: .milliseconds(10))
        if let waiting = unsafe slot.withLock({ unsafe $0.take() }) {
          unsafe waiting.resume(throwing: ProbeError.expected)
        }
      }
      do {
        try await unsafe withUnsafeThrowingContinuation { continuation in
          unsafe slot.withLock { unsafe $0 = continuation }
        }
      } catch { journal.write("thrown") }
      try await resumer.value
    },
    Probe("continuation resumed at once", writes: "7") { _, journal in
      journal.write(await withCheckedContinuation { $0.resume(returning: 7) })
    },
    Probe("continuation resumed by a timer", takes: 25, writes: "25") { world, journal in
      await withCheckedContinuation { continuation in
        _ = world.clock.schedule(atNanoseconds: 25_000_000) { continuation.resume() }
      }
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe("AsyncStream", takes: 3, writes: "1 2 3 end") { world, journal in
      let (stream, continuation) = AsyncStream<Int>.makeStream()
      let producer = Task {
        for number in 1...3 {
          try await world.clock.sleep(for: .milliseconds(1))
          continuation.yield(number)
        }
        continuation.finish()
      }
      for await number in stream { journal.write(number) }
      journal.write("end")
      try await producer.value
    },
    Probe("AsyncSequence debounced", takes: 60, writes: "2@30 3@60") { world, journal in
      let (stream, continuation) = AsyncStream<Int>.makeStream()
      async let producer: Void = {
        for (number, pause) in [(1, 0), (2, 10), (3, 30)] {
          try await world.clock.sleep(for: .milliseconds(pause))
          continuation.yield(number)
        }
        continuation.finish()
      }()
      try await ProbeFunctions.debounce(stream, by: .milliseconds(20), world, journal)
      try await producer
    },
    Probe("Observation", takes: 3, writes: "changed 1") { world, journal in
      let counter = ProbeCounter()
      async let writer: Void = {
        try await world.clock.sleep(for: .milliseconds(3))
        counter.add()
      }()
      await withCheckedContinuation { continuation in
        withObservationTracking {
          _ = counter.number
        } onChange: {
          journal.write("changed")
          continuation.resume()
        }
      }
      try await writer
      journal.write(counter.number)
    },
    Probe("cancellation of a sleep", takes: 10, writes: "CancellationError() @10") { world, journal in
      let task = Task {
        do { try await world.clock.sleep(for: .seconds(100)) } catch { journal.write("\(error)") }
        journal.write("@\(world.clock.nanoseconds / 1_000_000)")
      }
      try await world.clock.sleep(for: .milliseconds(10))
      task.cancel()
      await task.value
    },
    Probe("cancellation of a group", takes: 10, writes: "1 2 3") { world, journal in
      await withDiscardingTaskGroup { group in
        for number in 1...3 {
          group.addTask {
            do { try await world.clock.sleep(for: .seconds(1)) } catch { journal.write(number) }
          }
        }
        try? await world.clock.sleep(for: .milliseconds(10))
        group.cancelAll()
      }
    },
    Probe("cancellation before sleeping", writes: "before CancellationError()") { world, journal in
      let task = Task {
        journal.write("before")
        do { try await world.clock.sleep(for: .seconds(100)) } catch { journal.write("\(error)") }
      }
      task.cancel()
      await task.value
    },
    Probe("withTaskCancellationHandler", takes: 10, writes: "handler woken") { world, journal in
      let task = Task {
        await withTaskCancellationHandler {
          try? await world.clock.sleep(for: .seconds(100))
          journal.write("woken")
        } onCancel: {
          journal.write("handler")
        }
      }
      try await world.clock.sleep(for: .milliseconds(10))
      task.cancel()
      await task.value
    },
    Probe("Clock.measure", takes: 250, writes: "0.25 seconds") { world, journal in
      let duration = try await world.clock.measure { try await world.clock.sleep(for: .milliseconds(250)) }
      journal.write("\(duration)")
    },
    Probe("Clock as an existential", takes: 5, writes: "5") { world, journal in
      let clock: any Clock<Duration> = world.clock
      try await clock.sleep(for: .milliseconds(5))
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe("Task.sleep(until:clock:) on the world's clock", takes: 5, writes: "5") { world, journal in
      try await Task.sleep(until: world.clock.now.advanced(by: .milliseconds(5)), clock: world.clock)
      try await Task.sleep(for: .zero, clock: world.clock)
      journal.write(Int(world.clock.nanoseconds / 1_000_000))
    },
    Probe("Mutex", takes: 1, writes: "10") { world, journal in
      let sum = ProbeSum()
      await withDiscardingTaskGroup { group in
        for number in 1...4 {
          group.addTask {
            try? await world.clock.sleep(for: .milliseconds(1))
            sum.value.withLock { $0 += number }
          }
        }
      }
      journal.write(sum.value.withLock(\.self))
    },
  ]
}

final class ProbeSum: Sendable { let value = Mutex(0) }

@Observable final class ProbeCounter: Sendable {
  @ObservationIgnored private let value = Mutex(0)

  var number: Int {
    access(keyPath: \.number)
    return value.withLock(\.self)
  }

  func add() { withMutation(keyPath: \.number) { value.withLock { $0 += 1 } } }
}

extension ProbeFunctions {
  /// Lets an element pass when `quiet` has gone by without another.
  @concurrent static func debounce(
    _ elements: AsyncStream<Int>, by quiet: Duration, _ world: World, _ journal: Journal
  ) async throws {
    var pending: Task<Void, Never>?
    for await element in elements {
      pending?.cancel()
      pending = Task {
        guard (try? await world.clock.sleep(for: quiet)) != nil else { return }
        journal.write("\(element)@\(world.clock.nanoseconds / 1_000_000)")
      }
    }
    await pending?.value
  }
}
