#if Mutants
  import Foundation
  import Testing

  /// Runs a mutant against each scenario whose behavior no policy switches off. `ScenarioSensitivityTests` in
  /// ScenariosTests removes a policy from each of the others.
  ///
  /// A mutant is selected for a whole process, so each runs in a process of `bench`.
  @Suite("Mutants in scenarios")
  struct MutantDetectionTests {
    struct Detection: Sendable, CustomTestStringConvertible {
      var mutant: String
      var scenario: String
      /// The whole name of the check that must fail.
      var check: String
      var testDescription: String { "\(mutant) in \(scenario)" }
    }

    static let detections = [
      Detection(
        mutant: "unsure-save-forgotten", scenario: "store-outage", check: "success at least 95%"),
      Detection(
        mutant: "breaker-counts-late-results", scenario: "impatient-crowd", check: "breaker legality"),
      Detection(
        mutant: "new-key-for-refund", scenario: "crash-and-lost-replies",
        check: "P9 effect before durable intent"),
    ]

    @Test("a scenario detects the mutant that it is for", arguments: detections)
    func detected(detection: Detection) throws {
      let run = try bench(
        "mutants", detection.mutant, "--scenario", detection.scenario, "--seeds", "10", "--shrink-runs", "1",
        "--json", "-q")
      #expect(run.status == 0, "\(run.errors)")
      let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let findings = try #require(report?["findings"] as? [[String: Any]])
      let found = try #require(findings.first?["found"] as? [String: Any], "no seed of 10 detects it")
      #expect(found["scenario"] as? String == detection.scenario)
      #expect(found["check"] as? String == detection.check)
    }

    @Test("a scenario passes without a mutant", arguments: detections)
    func control(detection: Detection) throws {
      #expect(try bench("chaos", detection.scenario, "--seeds", "10", "-q").status == 0)
    }
  }
#endif
