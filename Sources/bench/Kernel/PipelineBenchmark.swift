import Resilience
import Scenarios
import SimCore
import TravelPlanner

/// The cost of a provider's resilience policies: a pipeline around a call that returns at once.
enum PipelineBenchmark {
  private enum Unused: ClassifiedFailure {
    var verdict: Verdict { .transient }
  }

  /// Makes 500,000 calls, one after another, through timeout, breaker, bulkhead, retry and budget, in a separate
  /// world. The value is the number of calls.
  static func run(_ enforcement: TimeoutPolicy.Enforcement, calls: Int = 500_000) throws
    -> Simulation.Outcome<Int>
  {
    try Simulation(seed: 1).interruptible.run { world in
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

  /// Returns the median of some rounds and the bytes that one operation of the last round allocated.
  static func measure(
    _ workload: KernelWorkload, _ enforcement: TimeoutPolicy.Enforcement, rounds: Int
  ) throws -> KernelResult {
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
    return KernelResult(
      name: workload.rawValue, nanoseconds: times.median, operations: calls, digest: digest,
      bytesPerOperation: bytes)
  }
}
