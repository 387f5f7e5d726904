import Foundation
import Resilience
import Scenarios
import Testing

/// The vectors live with the tests of the engines they describe.
enum Vectors {
  static func text(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../ResilienceTests/Vectors").standardized
    return try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
  }
}

@Suite("Conformance vectors")
struct ConformanceTests {
  @Test(
    "every vector passes",
    arguments: [
      ("window", 14), ("delays", 51), ("breaker", 127), ("random_breaker", 300), ("budget", 30),
      ("limiter", 17), ("pipeline", 50),
    ])
  func allPass(file: String, count: Int) throws {
    let report = try Conformance.run(Vectors.text(file))
    #expect(report.failures.map(\.description) == [])
    #expect(report.passed == count)
  }
}
