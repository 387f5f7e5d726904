import Foundation
import Testing

@Suite("bench prices")
struct PricesTests {
  @Test("a month of a hundred watches prints its alerts, the same again for the same seed")
  func month() throws {
    let run = try bench("prices")
    #expect(run.status == 0)
    #expect(run.output.contains("100 watches over 30 days: 72100 polls, 0 failed"))
    #expect(try bench("prices", "--seed", "42").output == run.output)
    #expect(try bench("prices", "--seed", "43").output != run.output)
  }

  @Test("--alerts and --json print the same alerts")
  func forms() throws {
    let list = try bench("prices", "--watches", "5", "--days", "20", "--alerts")
    let json = try bench("prices", "--watches", "5", "--days", "20", "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let alerts = try #require(report["alerts"] as? [[String: Any]])
    #expect(!alerts.isEmpty)
    #expect(list.output.split(separator: "\n").count == alerts.count + 2)
  }

  @Test(
    "a mistake ends with 64",
    arguments: [
      ["--watches", "0"], ["--days", "400"], ["--interval", "5"], ["--interval", "1s"], ["--cool-down", "x"],
      ["here"],
    ])
  func mistakes(words: [String]) throws {
    let run = try bench(["prices"] + words)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
  }
}
