import Foundation
import Testing

@Suite("bench backoff")
struct BackoffTests {
  @Test("prints every kind of back-off, and the same again for the same seed")
  func table() throws {
    let run = try bench("backoff", "--clients", "5,10", "--rounds", "2")
    #expect(run.status == 0)
    for kind in ["no back-off", "exponential", "equal jitter", "full jitter", "decorrelated"] {
      #expect(run.output.contains(kind))
    }
    #expect(run.output.contains("repeat: bench backoff --clients 5,10 --rounds 2 --seed 42\n"))
    #expect(
      try bench("backoff", "--clients", "5,10", "--rounds", "2", "--seed", "42").output == run.output)
    #expect(
      try bench("backoff", "--clients", "5,10", "--rounds", "2", "--seed", "43").output != run.output)
  }

  @Test("--json gives a row for each number of clients and kind of back-off")
  func json() throws {
    let run = try bench("backoff", "--clients", "5,10", "--rounds", "1", "--json")
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let rows = try #require(report?["rows"] as? [[String: Any]])
    #expect(rows.count == 10)
    #expect(rows.allSatisfy { ($0["calls"] as? Double ?? 0) >= ($0["clients"] as? Double ?? .infinity) })
  }

  @Test(
    "a mistake ends with 64",
    arguments: [["--clients", "0"], ["--clients", "20000"], ["--rounds", "x"], ["here"]])
  func mistakes(words: [String]) throws {
    let run = try bench(["backoff"] + words)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
  }
}
