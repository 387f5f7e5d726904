import Resilience
import Scenarios
import SimCore

/// A provider's guards around a call that returns at once: what they cost themselves.
enum PipelineBenchmark {
  private enum Unused: ClassifiedFailure {
    var verdict: Verdict { .transient }
  }

  /// Timeout, breaker, bulkhead, retry and budget around each of 500,000 calls, one after another, in a world
  /// of its own; the value is the number of calls.
  static func run(_ enforcement: TimeoutPolicy.Enforcement, calls: Int = 500_000) throws
    -> Simulation.Outcome<Int>
  {
    try Simulation(seed: 1).run { world in
      var policy = TargetPolicy.provider
      policy.timeout?.enforcement = enforcement
      let pipeline = Pipeline(over: [Target(id: 0, policy)], on: world.clock, random: world.random)
      var served = 0
      for request in 0..<UInt64(calls) {
        let answer = try await pipeline.call(request: request) { attempt throws(Unused) -> Int in
          attempt.number
        }
        served += answer.value
      }
      precondition(served == calls, "a call that returns at once takes one attempt")
      return calls
    }
  }

  /// The median of some rounds, and what one operation allocated in the last of them.
  static func measure(
    _ workload: KernelWorkload, _ enforcement: TimeoutPolicy.Enforcement, rounds: Int
  ) throws -> KernelCommand.Result {
    var times: [Double] = []
    var bytes: Double?
    var digest = ""
    var calls = 0
    for _ in 0..<rounds {
      let meter = Meter()
      let outcome = try run(enforcement)
      let reading = meter.reading
      calls = outcome.value
      times.append(Double(reading.wallNanoseconds) / Double(calls))
      bytes = reading.allocatedBytes.map { Double($0) / Double(calls) }
      digest = outcome.digest.description
    }
    return KernelCommand.Result(
      name: workload.rawValue, nanoseconds: times.median, operations: calls, digest: digest,
      bytesPerOperation: bytes)
  }
}
