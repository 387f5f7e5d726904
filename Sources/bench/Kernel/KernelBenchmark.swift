import Resilience
import SimCore

/// Runs the kernel workloads and measures them.
enum KernelBenchmark {
  /// Returns the figures of a workload; several for `queue`, one for each number of pending timers.
  static func measure(_ workload: KernelWorkload, rounds: Int) throws -> [KernelResult] {
    switch workload {
    case .sleepers: return [try time(workload, rounds) { try KernelWorkload.sleepers() }]
    case .fanout4: return [try time(workload, rounds) { try KernelWorkload.fanout4() }]
    case .spawn: return [try time(workload, rounds) { try KernelWorkload.spawn() }]
    case .crowd: return [try crowd(rounds: min(rounds, 3))]
    case .pipeline: return [try PipelineBenchmark.measure(workload, .byCall, rounds: rounds)]
    case .pipelineAlways: return [try PipelineBenchmark.measure(workload, .always, rounds: rounds)]
    case .queue:
      return try QueueBenchmark.sizes.map { pending in
        try Interrupt.check()
        let row = QueueBenchmark.measure(pending: pending, rounds: rounds)
        return KernelResult(
          name: workload.rawValue, nanoseconds: row.nanoseconds, operations: 1_000_000, pending: pending,
          bareHeapNanoseconds: row.bareNanoseconds, ratioToBareHeap: row.ratio)
      }
    }
  }

  private static func time(
    _ workload: KernelWorkload, _ rounds: Int, _ work: () throws -> Simulation.Outcome<Int>
  ) throws -> KernelResult {
    var times: [Double] = []
    var last: Simulation.Outcome<Int>?
    for _ in 0..<rounds {
      try Interrupt.check()
      let meter = Meter()
      let outcome = try work()
      times.append(Double(meter.reading.wallNanoseconds) / Double(outcome.value))
      last = outcome
    }
    return KernelResult(
      name: workload.rawValue, nanoseconds: times.median, operations: last?.value ?? 0,
      digest: last?.digest.description)
  }

  private static func crowd(rounds: Int) throws -> KernelResult {
    var bytes: [Double] = []
    var result = try time(.crowd, rounds) {
      let before = Meter.residentBytes
      let asleep = Gauge()
      let outcome = try KernelWorkload.crowd { asleep.value = Meter.residentBytes }
      bytes.append(Double(asleep.value - before) / Double(outcome.value))
      return outcome
    }
    // Later rounds reuse memory of the first, which alone takes all of it from the system.
    result.bytesPerTask = bytes.max()
    return result
  }

  /// Written inside the world and read after it, both on one thread.
  private final class Gauge: @unchecked Sendable { var value: Int64 = 0 }
}
