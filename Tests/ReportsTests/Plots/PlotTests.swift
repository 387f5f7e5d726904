import Testing

@testable import Reports

@Suite("Plots")
struct PlotTests {
  @Test(
    "there is a picture of latency, of throughput and of a request for each profile, and of a run over time")
  func plots() {
    #expect(
      SampleResult.full.plots().map(\.name) == [
        "latency-reference", "latency-production", "throughput-reference", "throughput-production",
        "timeline-reference-0", "timeline-production-0", "series-production--300-users",
      ])
    for plot in SampleResult.full.plots() { #expect(plot.script.contains("set title '\(plot.title)'")) }
    #expect(SampleResult.minimal.plots().isEmpty)
  }

  @Test("a picture has a light ground in a file and the page's ground in a page")
  func ground() throws {
    for plot in SampleResult.full.plots() { #expect(plot.script.contains("background rgb '#ffffff'")) }
    let plot = Plot(name: "p", title: "t", description: "d", script: "")
    let svg = """
      <svg viewBox="0 0 9 9"><rect width="9" height="9" fill="#ffffff"/><text>#ffffff id='a' url(#b)</text></svg>
      """
    let element = try #require(InlineSVG.element(svg, for: plot))
    #expect(element.contains("fill=\"var(--plot-ground)\""))
    #expect(element.contains("<text>#ffffff id='a' url(#b)</text>"))
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
}
