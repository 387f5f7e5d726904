import Foundation
import Primitives
import Testing

@testable import LoadGen

@Suite("Reports")
struct ReportTests {
  /// Small, but with every section filled: made once.
  static let sample: ResultEnvelope = {
    do { return try SampleResult.make(requests: 400, levels: [1, 3, 30, 300]) } catch {
      fatalError("the sample failed: \(error)")
    }
  }()

  static let minimal = ResultEnvelope(
    id: "empty", title: "Nothing", kind: .virtual, tool: Tool(version: "0"), seed: "1", digest: "0",
    command: "bench run", config: RunConfiguration(models: [], profiles: [], workload: ""), comparisons: [])

  @Test func `the documented figures come out`() throws {
    func row(_ mode: Comparison.RequestMode, _ search: Comparison.SearchMode) throws -> Comparison {
      try #require(
        Self.sample.comparisons.first {
          $0.profile == "reference" && $0.requests == 3 && $0.requestMode == mode && $0.searchMode == search
        })
    }
    #expect(try row(.sequential, .sequential).makespanNanoseconds == 6_330_000_000)
    #expect(try row(.concurrent, .sequential).makespanNanoseconds == 2_110_000_000)
    #expect(try row(.concurrent, .parallel).makespanNanoseconds == 1_100_000_000)
    #expect(try row(.concurrent, .sequential).speedup == 3)
    #expect(try row(.concurrent, .sequential).efficiency == 1)
    #expect(Self.sample.insideRequest[0].closeness == 1)
  }

  @Test("one seed gives the same bytes twice, another seed others")
  func twins() throws {
    func text(_ seed: UInt64) throws -> String {
      try SampleResult.make(seed: seed, requests: 40, levels: [1, 3, 30]).json()
    }
    #expect(try text(1) == text(1))
    #expect(try text(1) != text(2))
  }

  @Test("the JSON comes back as it was, and twice the same", arguments: [sample, minimal])
  func json(result: ResultEnvelope) throws {
    let text = result.json()
    let back = try ResultEnvelope(json: text)
    #expect(back == result)
    #expect(back.json() == text)
    #expect(!text.contains("nan") && !text.contains("inf"))
    #expect(result.jsonLine().filter(\.isNewline).count == 1)
  }

  @Test("an unsupported percentile is null, not left out")
  func nulls() {
    #expect(Self.sample.json().contains("\"p99_ns\" : null"))
    #expect(Self.sample.json().contains("\"p99.9_ns\" : null"))
  }

  @Test func `says what is wrong with a file`() {
    #expect(throws: ResultError.malformed("not JSON")) { try ResultEnvelope(json: "{") }
    #expect(throws: ResultError.schema("bench.result/2")) {
      try ResultEnvelope(json: "{\"schema\": \"bench.result/2\"}")
    }
    #expect(throws: ResultError.malformed("id is missing")) {
      try ResultEnvelope(json: "{\"schema\": \"bench.result/1\"}")
    }
    let broken = Self.sample.json().replacing(
      "\"users\" : 3\n", with: "\"users\" : \"3\"\n", maxReplacements: 1)
    #expect(throws: ResultError.malformed("comparisons[1].users is not Int")) {
      try ResultEnvelope(json: broken)
    }
  }

  @Test("the published schema file is the one in the code")
  func schemaFile() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try String(
      contentsOf: root.appendingPathComponent("schema/bench.result.schema.json"), encoding: .utf8)
    #expect(file == ResultEnvelope.jsonSchema)
  }

  @Test(
    "results hold to the schema, and damaged ones do not",
    .enabled(
      if: HostTool.has(python: "jsonschema"), "needs Python's jsonschema package: pip install jsonschema"))
  func schema() throws {
    let script = """
      import json, sys
      from jsonschema import Draft202012Validator
      schema, *results = json.load(sys.stdin)
      Draft202012Validator.check_schema(schema)
      for result in results:
          errors = sorted(Draft202012Validator(schema).iter_errors(result), key=lambda e: list(map(str, e.path)))
          print(len(errors), errors[0].message[:200] if errors else "")
      """
    let bad = Self.sample.json().replacing("\"exit\" : 99", with: "\"exit\" : 99, \"surplus\" : 1")
    let documents = [ResultEnvelope.jsonSchema, Self.sample.json(), Self.minimal.json(), bad]
    let output = try HostTool.python(script, input: "[" + documents.joined(separator: ",") + "]")
    let lines = try #require(output).split(separator: "\n")
    #expect(lines[0] == "0 " && lines[1] == "0 ", "\(lines)")
    #expect(lines[2].contains("surplus"))
  }

  @Test("figures keep six digits and are never infinite")
  func figures() {
    #expect(Figure(1.0 / 3).value == 0.333333)
    #expect(Figure(123_456_789.123).value == 123_457_000)
    #expect(Figure(1e-9).value == 1e-9)
    #expect(Figure(.nan) == .unknown && Figure(.infinity) == .unknown)
    #expect(Figure(0).value == 0 && Figure(-2.5).value == -2.5)
  }

  @Test("the text fits a terminal of a hundred columns")
  func text() {
    let text = Self.sample.textReport()
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line.count): \(line)") }
    for part in [
      "Requests, profile reference, sequential search", "Inside a request",
      "Both together, profile reference, 3 requests",
      "6.330 s", "2.110 s", "1.100 s", "Request by request, against sequential", "Twin run",
      "flights sets the pace",
      "n/a", "verdict=fail exit=99", "bench run --seed 42",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(Self.minimal.textReport().contains("verdict=pass exit=0"))
  }

  @Test("every row of a Markdown table has the columns of its head")
  func markdown() {
    let text = Self.sample.markdownReport()
    #expect(text.hasPrefix("<!-- bench:run -->\n### :x: "))
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let count = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(count == columns ?? count, "\(line)")
      columns = count
    }
    #expect(text.contains("`errors rate<0.1%` (observed 0.47%)"))
  }

  @Test("a Markdown cell cannot break its table")
  func markdownCell() {
    let table = ReportTable(
      title: "t", caption: nil, columns: [.text("a|b")], rows: [.init(cells: ["x|<y>"])])
    #expect(table.markdown().contains("| a\\|b |"))
    #expect(table.markdown().contains("| x\\|&lt;y> |"))
  }

  static let htmlCheck = """
    import json, sys
    from html.parser import HTMLParser
    VOID = {"meta", "br", "hr", "img", "input", "link"}
    class Check(HTMLParser):
        stack, problems, ids, data, tables, svgs = [], [], set(), "", 0, 0
        def handle_starttag(self, tag, attrs):
            attrs = dict(attrs)
            if tag == "table": self.tables += 1
            if tag == "svg": self.svgs += 1
            if "id" in attrs:
                if attrs["id"] in self.ids: self.problems.append("id twice: " + attrs["id"])
                self.ids.add(attrs["id"])
            for name in ("src", "href"):
                if str(attrs.get(name, "#"))[:1] != "#": self.problems.append("reaches out: " + attrs[name])
            if tag not in VOID: self.stack.append(tag)
        def handle_startendtag(self, tag, attrs):
            self.handle_starttag(tag, attrs)
            if tag not in VOID: self.stack.pop()
        def handle_endtag(self, tag):
            if not self.stack or self.stack.pop() != tag: self.problems.append("closes: " + tag)
        def handle_data(self, data):
            if self.stack and self.stack[-1] == "script": self.data += data
    page = Check()
    page.feed(sys.stdin.read())
    if page.stack: page.problems.append("open: " + str(page.stack))
    print(json.dumps([page.problems, page.tables, page.svgs, json.loads(page.data)["schema"]]))
    """

  @Test(
    "the page is whole, needs no network, and holds its JSON",
    .enabled(if: HostTool.has(python: "html.parser"), "needs Python"), arguments: [true, false])
  func html(hasPlots: Bool) throws {
    var pictures: [String: String] = [:]
    if hasPlots, HostTool.has("gnuplot") {
      for plot in Self.sample.plots() {
        let drawn = try #require(try HostTool.run(["gnuplot", "-"], input: plot.script))
        #expect(drawn.status == 0 && drawn.error.isEmpty, "\(plot.name): \(drawn.error)")
        pictures[plot.name] = drawn.output
      }
    }
    let page = Self.sample.htmlReport(plots: pictures)
    let tables = ReportTables.all(Self.sample).count
    let output = try HostTool.python(Self.htmlCheck, input: page)
    #expect(output == "[[], \(tables), \(pictures.count), \"bench.result/1\"]\n")
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("tabular-nums"))
    #expect(page.contains("Example CPU &lt;2.0 GHz&gt;"))
    #expect(page.contains("apt-get install gnuplot") == pictures.isEmpty)
  }

  @Test(
    "there is a picture of latency, of throughput and of a request for each profile, and of a run over time")
  func plots() {
    #expect(
      Self.sample.plots().map(\.name) == [
        "latency-reference", "latency-production", "throughput-reference", "throughput-production",
        "timeline-reference-0", "timeline-production-0", "series-production--300-users",
      ])
    for plot in Self.sample.plots() { #expect(plot.script.contains("set title '\(plot.title)'")) }
    #expect(Self.minimal.plots().isEmpty)
  }

  @Test("a picture takes the colours of the page, and names of its own")
  func inline() throws {
    let plot = Plot(name: "p", title: "t", description: "\"d\"", script: "")
    let svg = """
      <?xml version="1.0"?><svg width="10" viewBox="0 0 10 10"><path id='a' stroke='rgb(  0, 114, 178)'/>
      <use xlink:href='#a' fill="#D55E00"/></svg>
      """
    let element = try #require(InlineSVG.element(svg, for: plot))
    #expect(element.hasPrefix("<svg ") && element.contains("viewBox=\"0 0 10 10\""))
    #expect(element.contains("id='p-a'") && element.contains("href='#p-a'"))
    #expect(element.contains("var(--plot-blue)") && element.contains("var(--plot-vermilion)"))
    #expect(element.contains("aria-label=\"&quot;d&quot;\""))
    #expect(InlineSVG.element("gnuplot: no such terminal", for: plot) == nil)
  }

  @Test("the critical path of a timeline is what made it as long as it was")
  func timeline() {
    func span(_ name: String, _ start: Int64, _ end: Int64) -> RequestTimeline.Span {
      .init(name: name, startNanoseconds: start, endNanoseconds: end)
    }
    let line = RequestTimeline(
      profile: "p", request: 0, searchMode: .parallel, totalNanoseconds: 90,
      spans: [span("a", 0, 30), span("b", 30, 50), span("c", 30, 80), span("d", 80, 90), span("z", 90, 90)])
    #expect(
      line.markingCriticalPath().spans.filter(\.isCritical).map(\.name).sorted() == ["a", "c", "d"])
  }
}
