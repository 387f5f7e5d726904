package import Configuration
import Resilience

/// Runs conformance vectors against the engines.
package enum Conformance {
  package struct Report: Sendable {
    package private(set) var passed = 0
    package private(set) var failed = 0
    package private(set) var failures: [VectorFailure] = []

    package init() {}

    mutating func add(_ failures: [VectorFailure]) {
      if failures.isEmpty { passed += 1 } else { failed += 1 }
      self.failures += failures
    }

    /// Adds what another file gave.
    package mutating func add(_ other: Report) {
      passed += other.passed
      failed += other.failed
      failures += other.failures
    }

    /// `passed`, `failed`, `failures` with `id`, `step`, `expected`, `actual`.
    package var json: String {
      JSONValue.object([
        "passed": .integer(Int64(passed)), "failed": .integer(Int64(failed)),
        "failures": .array(failures.map(\.value)),
      ]).json
    }
  }

  /// Runs every vector of a file.
  package static func run(_ text: String) throws(ConfigurationError) -> Report {
    run(try Vector.all(parsing: text))
  }

  package static func run(_ vectors: [Vector]) -> Report {
    var report = Report()
    for vector in vectors { report.add(run(vector)) }
    return report
  }

  /// The mismatches of the vector; empty when it passes.
  package static func run(_ vector: Vector) -> [VectorFailure] {
    do throws(ConfigurationError) {
      switch vector.kind {
      case "breaker": return try runBreaker(vector)
      case "breakerGroup": return try runBreakerGroup(vector)
      case "window": return try runWindow(vector)
      case "delays": return try runDelays(vector)
      case "classify": return runClassify(vector)
      case "pipeline": return try runPipeline(vector)
      case "tolerance": return runTolerance(vector)
      case "budget": return try runBudget(vector)
      case "rateLimiter": return try runRateLimiter(vector)
      case "intent": return try runIntent(vector)
      case "concurrencyLimit": return try runConcurrencyLimit(vector)
      default: throw ConfigurationError("kind", "'\(vector.kind)' is not known")
      }
    } catch {
      return [
        VectorFailure(id: vector.id, step: 0, key: error.path, expected: "a vector", actual: error.problem)
      ]
    }
  }
}
