import Reports
import TestSupport
import Testing

@Suite("Generated result files")
struct ResultFuzzTests {
  @Test func `are refused with a reason, or every form of their report can be written`() {
    let samples = [SampleResult.full.json(), SampleResult.minimal.json()]
    var valid = 0
    // A full report takes long to write; one input in ten is as many forms as all the others together.
    InputMutator.each(of: samples, count: max(100, InputMutator.count / 5)) { text in
      guard let result = try? ResultEnvelope(json: text) else { return }
      valid += 1
      let forms = [
        result.textReport(), result.markdownReport(), result.htmlReport(), result.csv(), result.junit(),
        result.json(),
      ]
      #expect(forms.allSatisfy { !$0.isEmpty })
      // Empty for a result without a figure of their kind.
      _ = result.openMetrics() + result.influxLines() + result.githubSmallerIsBetter()
      _ = result.githubBiggerIsBetter() + result.goBenchmark()
      for plot in result.plots() { #expect(!plot.name.isEmpty) }
    }
    #expect(valid > 0)
  }
}
