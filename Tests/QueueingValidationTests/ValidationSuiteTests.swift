import Foundation
import Primitives
import QueueingValidation
import SimulatedServices
import Testing

@Suite("Validation")
struct ValidationSuiteTests {
  private static let small = ReplicationPlan(replications: 24, customers: 600...2_000)

  private static func suite(_ prefixes: String..., seed: UInt64 = 1) -> ValidationSuite {
    let cases = ValidationCase.builtIn.filter { item in prefixes.contains { item.id.hasPrefix($0) } }
    return ValidationSuite(cases: cases, checksInstruments: false, seed: seed, plan: small)
  }

  @Test(
    "the instrument reproduces queueing theory, at a small size, over seeds",
    arguments: [
      "mm1-0.5", "mm1-0.8", "mm2", "mm10-", "erlang-b-5", "md1", "mg1", "mm1k5", "dm1", "closed-5",
      "priority", "tandem",
    ],
    1...2 as ClosedRange<UInt64>)
  func reproduces(prefix: String, seed: UInt64) async throws {
    let report = try await Self.suite(prefix, seed: seed).run(jobs: 1)
    #expect(!report.cases.isEmpty)
    for result in report.cases { #expect(result.passed, "\(result)") }
  }

  @Test("coordinated omission and histogram vectors are exact")
  func instruments() async throws {
    var suite = Self.suite("mm1-0.5-Wq")
    suite.checksInstruments = true
    let results = try await suite.run(jobs: 1).cases.dropFirst()
    #expect(results.count == 14)
    for result in results { #expect(result.z == 0, "\(result)") }
  }

  @Test(
    "one server too many is found out",
    arguments: [
      "mm1-0.8-Wq", "mm2-Wq", "mm3-C", "erlang-b-5", "md1-0.8-Wq", "mm1k5-blocking", "dm1-0.8", "closed-10-R",
      "priority-2",
    ])
  func oneServerTooMany(prefix: String) async throws {
    var suite = Self.suite(prefix)
    suite.tamper = { $0.servers? += 1 }
    let report = try await suite.run(jobs: 1)
    #expect(!report.passed)
    #expect(report.cases.allSatisfy { !$0.passed })
  }

  @Test(
    "half the variance of service is found out",
    arguments: ["mm1-0.8-Wq", "mm1-0.8-p99", "dm1-0.8", "priority-2"])
  func halfVariance(prefix: String) async throws {
    var suite = Self.suite(prefix)
    suite.cases = suite.cases.filter { $0.id == prefix || !prefix.hasSuffix("p99") }
    suite.plan = ReplicationPlan(replications: 24, customers: 4_000...4_000)
    suite.tamper = { model in
      let mean = Duration.nanoseconds(Int64(saturating: model.latency.mean))
      if let half = try? LatencyDistribution(.erlang(mean: mean, stages: 2)) { model.latency = half }
    }
    let report = try await suite.run(jobs: 1)
    for result in report.cases { #expect(!result.passed, "\(result)") }
  }

  @Test("a wrong truth fails: 10 % off")
  func wrongTruth() async throws {
    var suite = Self.suite("mm1-0.5-W")
    suite.cases[0].value *= 1.1
    #expect(try await suite.run(jobs: 1).cases[0].passed == false)
  }

  @Test("the number of jobs does not show; another seed does")
  func jobs() async throws {
    let one = try await Self.suite("mm1-0.5", "mm2").run(jobs: 1)
    let many = try await Self.suite("mm1-0.5", "mm2").run(jobs: 4)
    #expect(one == many)
    let other = try await Self.suite("mm1-0.5", "mm2", seed: 2).run(jobs: 1)
    #expect(other.digest != one.digest)
    #expect(other.cases.map(\.id) == one.cases.map(\.id))
  }

  @Test("a case's estimate does not depend on the other cases")
  func independent() async throws {
    let alone = try await Self.suite("mm2-Wq").run(jobs: 1)
    let together = try await Self.suite("mm1-0.5", "mm2").run(jobs: 1)
    #expect(alone.cases[0] == together.cases.first { $0.id == "mm2-Wq" })
  }

  @Test("z is the error in standard errors, and more than 4 fails")
  func zScores() async throws {
    let report = try await Self.suite("mm1-0.8").run(jobs: 1)
    for result in report.cases {
      let z = try #require(result.z)
      #expect(abs(z - (result.estimate - result.value) / result.standardError) < 1e-12)
      #expect(result.passed == (abs(z) <= 4))
      #expect(result.standardError > 0)
    }
    let json = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(ValidationReport.self, from: json) == report)
  }

  @Test("standard errors are honest: z spreads like a standard normal over seeds")
  func honest() async throws {
    let ids = ["mm1-0.5-Wq", "mm2-C", "mm2-Wq", "md1-0.5-Wq", "erlang-b-2-1.0", "closed-2-X", "mm1k5-L"]
    var scores: [Double] = []
    for seed in 1...20 as ClosedRange<UInt64> {
      let suite = ValidationSuite(
        cases: ValidationCase.builtIn.filter { ids.contains($0.id) }, checksInstruments: false, seed: seed,
        plan: ReplicationPlan(replications: 24, customers: 200...200))
      scores += try await suite.run(jobs: 1).cases.compactMap(\.z)
    }
    let count = Double(scores.count)
    #expect(count == 140)
    let mean = scores.reduce(0, +) / count
    let square = scores.reduce(0) { $0 + $1 * $1 } / count
    // Errors that are too small show as a large mean square, errors that are too large as a small one.
    #expect(abs(mean) < 4 / count.squareRoot(), "\(mean)")
    #expect((0.6...1.5).contains(square), "\(square)")
  }

  @Test("theory bounds the error of a run that met no long wait")
  func theoryBounds() async throws {
    // 8 replications of 50 customers at a load of 0.95 know next to nothing, and must say so:
    // σ²/n = 607,601 / 400 for the mean wait.
    var suite = Self.suite("mm1-0.95-W")
    suite.plan = ReplicationPlan(replications: 8, customers: 50...50)
    for seed in 1...10 as ClosedRange<UInt64> {
      suite.seed = seed
      let result = try await suite.run(jobs: 1).cases[0]
      #expect(result.standardError > 30, "seed \(seed): \(result)")
    }
  }

  @Test("other numbers work as well")
  func otherCases() async throws {
    let json = """
      [{"id": "mm4", "system": "M/M/c", "servers": 4, "lambda": 30, "mu": 10, "quantity": "Wq", "value": 0.0509433962},
       {"id": "k3", "system": "M/M/1/K", "capacity": 3, "lambda": 5, "mu": 2.5, "quantity": "blocking", "value": 0.5333333333},
       {"id": "loss", "system": "M/M/c/c", "servers": 2, "lambda": 3, "mu": 0.5, "quantity": "L", "value": 1.68},
       {"id": "two", "system": "closed", "demands": [2, 1], "think": 0, "users": 2, "quantity": "X", "value": 0.4285714286},
       {"id": "prio3", "system": "M/M/1/priority", "lambdas": [0.1, 0.2, 0.3], "class": 3, "quantity": "W", "value": 3.1428571429},
       {"id": "erlang", "system": "M/G/1", "lambda": 0.2, "service": {"kind": "erlang", "stages": 4, "mean": 3}, "quantity": "Lq", "value": 0.5625},
       {"id": "median", "system": "M/M/1", "lambda": 3, "mu": 4, "quantity": "p50", "value": 0.6931471806}]
      """
    let cases = try ValidationCase.all(parsing: json)
    let report = try await ValidationSuite(cases: cases, checksInstruments: false, plan: Self.small).run(
      jobs: 1)
    for result in report.cases { #expect(result.passed, "\(result)") }
  }
}
