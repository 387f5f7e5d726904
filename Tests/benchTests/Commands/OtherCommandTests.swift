import Foundation
import Testing

@Suite("bench kernel, list, show, determinism, doctor")
struct OtherCommandTests {
  private struct Kernel: Decodable {
    struct Result: Decodable {
      var name: String
      var nanoseconds: Double
      var operations: Int

      enum CodingKeys: String, CodingKey {
        case name
        case nanoseconds = "ns_per_operation"
        case operations
      }
    }
    var schema: String
    var results: [Result]
  }

  @Test("kernel prints its figures as JSON")
  func kernel() throws {
    let run = try bench("kernel", "spawn", "--rounds", "1", "--json")
    let report = try JSONDecoder().decode(Kernel.self, from: Data(run.output.utf8))
    #expect(report.schema == "bench.kernel/1")
    #expect(report.results.map(\.name) == ["spawn"])
    #expect(report.results.allSatisfy { $0.nanoseconds > 0 && $0.operations == 1_000_000 })
  }

  @Test("list and show agree on the profiles", arguments: ["reference", "production", "stressed"])
  func profiles(name: String) throws {
    #expect(try bench("list").output.contains("  \(name):"))
    let shown = try bench("show", name)
    #expect(shown.status == 0)
    #expect(shown.output.contains("\"name\" : \"\(name)\""))
  }

  @Test("digests do not depend on the number of threads")
  func digests() throws {
    let one = try bench("determinism", "--seeds", "6", "--jobs", "1")
    let two = try bench("determinism", "--seeds", "6", "--jobs", "2")
    #expect(one.output == two.output)
    #expect(one.output.split(separator: "\n").count == 18)
    #expect(Set(one.output.split(separator: "\n").compactMap { $0.split(separator: " ").last }).count == 18)
  }

  @Test("doctor examines the machine")
  func doctor() throws {
    let run = try bench("doctor")
    #expect(run.status == 0)
    #expect(run.output.contains("gnuplot"))
  }
}
