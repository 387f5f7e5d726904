import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite("Exports")
struct ExportTests {
  private let sample = SampleResult.full

  @Test("every CSV row has the columns of its head")
  func csv() {
    let lines = sample.csv().split(separator: "\n")
    #expect(lines.count == sample.comparisons.count + 1)
    for line in lines { #expect(line.count { $0 == "," } == 24, "\(line)") }
    #expect(lines[1].hasPrefix("reference,sequential,sequential,1,3,6330000000,"))
  }

  @Test(
    "JUnit is well-formed, and counts what failed",
    .enabled(if: HostTool.has(python: "xml.dom.minidom"), "needs Python"))
  func junit() throws {
    var result = sample
    result.command = "bench run --threshold 'p(99)<\"1s\" & x'\u{1}"
    let script = """
      import sys
      from xml.etree import ElementTree
      root = ElementTree.fromstring(sys.stdin.buffer.read())
      suite = root[0]
      print(root.tag, root.get("tests"), root.get("failures"), len(suite.findall("testcase/failure")),
            suite.find("properties/property[@name='command']").get("value"))
      """
    let output = try HostTool.python(script, input: result.junit())
    #expect(output == "testsuites 3 1 1 bench run --threshold 'p(99)<\"1s\" & x'\u{FFFD}\n")
    #expect(
      try HostTool.python(script, input: SampleResult.minimal.junit())?.hasPrefix("testsuites 1 0 0") == true)
  }

  @Test("OpenMetrics has its parts in order and ends with EOF")
  func openMetrics() {
    let text = sample.openMetrics()
    #expect(text.hasSuffix("# EOF\n"))
    var family = ""
    var seen: Set<String> = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        family = String(line.split(separator: " ")[2])
        #expect(seen.insert(family).inserted, "\(family) comes twice")
      } else if line.hasPrefix("# UNIT ") {
        #expect(family.hasSuffix("_" + line.split(separator: " ")[3]))
      } else if !line.hasPrefix("#") {
        let name = line.prefix { $0 != "{" }
        #expect([family, family + "_total", family + "_info"].contains(String(name)), "\(line)")
      }
    }
    #expect(text.contains("bench_requests_total{"))
    #expect(text.contains("quantile=\"1.0\""))
  }

  @Test(
    "another reader takes the OpenMetrics text",
    .enabled(if: HostTool.has(python: "prometheus_client"), "needs Python's prometheus-client package"))
  func openMetricsReader() throws {
    let script = """
      import sys
      from prometheus_client.openmetrics.parser import text_string_to_metric_families
      print(sum(len(f.samples) for f in text_string_to_metric_families(sys.stdin.read())) > 0)
      """
    #expect(try HostTool.python(script, input: sample.openMetrics()) == "True\n")
  }

  @Test("InfluxDB lines have sorted tags and typed fields")
  func influx() {
    var result = sample
    result.seed = "a b,c=d\\"
    let lines = result.influxLines(time: 7).split(separator: "\n")
    #expect(lines.count == sample.comparisons.count)
    #expect(
      lines[0].hasPrefix(
        "bench,profile=reference,request_mode=sequential,requests=3,search_mode=sequential,seed=a\\ b\\,c\\=d,users=1 "
          + "makespan_ns=6330000000i,"))
    #expect(lines[0].hasSuffix(" 7"))
  }

  @Test func `lists for other tools have an entry a row`() throws {
    let smaller = try #require(
      try JSONSerialization.jsonObject(with: Data(sample.githubSmallerIsBetter().utf8)) as? [[String: Any]])
    #expect(smaller.count == sample.comparisons.count)
    #expect(smaller[0]["value"] as? Double == 2110)
    #expect(sample.githubBiggerIsBetter().contains("\"req/s\""))
    let go = sample.goBenchmark().split(separator: "\n")
    #expect(go[0] == "pkg: bench")
    #expect(
      go[2]
        == "BenchmarkPlan/profile=reference/requests=sequential/searches=sequential/users=1-2 3 2110000000 ns/op 0.473934 req/s"
    )
  }
}
