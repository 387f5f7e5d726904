import TestSupport
import Testing

@testable import Reports

@Suite("HTML report")
struct HTMLReportTests {
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
      for plot in SampleResult.full.plots() {
        let drawn = try #require(try HostTool.run(["gnuplot", "-"], input: plot.script))
        #expect(drawn.status == 0 && drawn.error.isEmpty, "\(plot.name): \(drawn.error)")
        pictures[plot.name] = drawn.output
      }
    }
    let page = SampleResult.full.htmlReport(plots: pictures)
    let tables = ReportTables.all(SampleResult.full).count
    let output = try HostTool.python(Self.htmlCheck, input: page)
    #expect(output == "[[], \(tables), \(pictures.count), \"bench.result/1\"]\n")
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("tabular-nums"))
    #expect(page.contains("Example CPU &lt;2.0 GHz&gt;"))
    #expect(page.contains("apt-get install gnuplot") == pictures.isEmpty)
  }
}
