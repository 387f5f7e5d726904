import Primitives
import Reports

/// Other formats of a result.
enum ReportCommand: Command {
  static let name = "report"
  static let summary = "a result in another format"
  static let operands = "FILE"
  static let discussion = """
    Reads a result in JSON and prints it in another format. Nothing is run. Formats:
    \(Text.wrapped(Format.allCases.map(\.rawValue).joined(separator: ", "), 110).joined(separator: "\n"))

    examples:
      bench report results/run.json --format markdown
      bench report results/run.json --format html > run.html
    """

  static let format = Option("format", nil, "F", "the format (default text)")
  static let options = [format]

  enum Format: String, CaseIterable {
    case text, markdown, html, json, csv, junit, openmetrics, influx
    case githubSmaller = "github-smaller"
    case githubBigger = "github-bigger"
    case go
    case schema
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let format = try choice(
      "format", named: arguments.text(format) ?? "text", in: Format.allCases, \.rawValue)
    if format == .schema {
      try arguments.refuseUnused()
      console.out(ResultEnvelope.jsonSchema)
      return .pass
    }
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw CommandError.usage("bench report takes one result file")
    }
    let text = try InputFile.read(path)
    let envelope: ResultEnvelope
    do {
      envelope = try ResultEnvelope(json: text)
    } catch {
      throw CommandError.badInput("\(path): \(error)")
    }
    console.out(exactly: render(envelope, format))
    return .pass
  }

  private static func render(_ envelope: ResultEnvelope, _ format: Format) -> String {
    switch format {
    case .text: envelope.textReport()
    case .markdown: envelope.markdownReport()
    case .html: envelope.htmlReport(plots: Gnuplot.draw(envelope.plots()) ?? [:])
    case .json: envelope.json()
    case .csv: envelope.csv()
    case .junit: envelope.junit()
    case .openmetrics: envelope.openMetrics()
    case .influx: envelope.influxLines()
    case .githubSmaller: envelope.githubSmallerIsBetter()
    case .githubBigger: envelope.githubBiggerIsBetter()
    case .go: envelope.goBenchmark()
    case .schema: ResultEnvelope.jsonSchema
    }
  }
}
