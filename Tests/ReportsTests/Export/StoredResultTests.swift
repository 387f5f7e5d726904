import Foundation
import Reports
import Testing

@Suite("Stored results")
struct StoredResultTests {
  private func stored(_ name: String) throws -> String {
    let root = #filePath.prefix(upTo: try #require(#filePath.ranges(of: "/Tests/").last).lowerBound)
    return try String(contentsOf: URL(fileURLWithPath: root + "/results/virtual/" + name), encoding: .utf8)
  }

  @Test func `the stored run gives the stored JSON, text and Markdown, byte for byte`() throws {
    let text = try stored("run.json")
    let result = try ResultEnvelope(json: text)
    #expect(result.json() == text)
    #expect(result.textReport() == (try stored("run.txt")))
    #expect(result.markdownReport() == (try stored("run.md")))
  }
}
