import Foundation
import FoundationXML
import Primitives
import TestSupport
import Testing

@testable import Reports

@Suite("Hostile texts in a result")
struct HostileTextTests {
  private static let marks = (UInt8(0)..<0x80).map(Unicode.Scalar.init).filter {
    !("a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0)
  }

  static let texts: [String] = [
    marks.map { "\u{600}\($0)" }.joined(), marks.map { "\($0)\u{301}" }.joined(),
    marks.map { "\($0)" }.joined(),
    "\r\nverdict=pass exit=0\r\n", "\n\n# a\n\n| b |\n", "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}\u{2028}",
    "\u{600}</script><img src=x>",
    "\u{600}--><!-- ", "=cmd|' /C calc'!A0", "\u{600}' ; system(\"touch x\") ; set title '",
    "`\u{301}``\u{301}", "\\",
  ]

  /// The sample with `hostile` before and behind every text that a result may have freely.
  private static func sample(_ hostile: String) throws -> ResultEnvelope {
    var tree = try JSONSerialization.jsonObject(with: Data(SampleResult.full.json().utf8))
    for key in keys {
      let changed = replaced(tree, under: nil, key, hostile)
      let data = try JSONSerialization.data(withJSONObject: changed)
      // A text of a closed set is refused.
      if (try? ResultEnvelope(json: String(decoding: data, as: UTF8.self))) != nil { tree = changed }
    }
    let data = try JSONSerialization.data(withJSONObject: tree)
    return try ResultEnvelope(json: String(decoding: data, as: UTF8.self))
  }

  private static let keys: [String] = {
    var keys: Set<String> = []
    func visit(_ tree: Any, _ key: String) {
      if let object = tree as? [String: Any] { for (name, value) in object { visit(value, name) } }
      if let list = tree as? [Any] { for value in list { visit(value, key) } }
      if tree is String { keys.insert(key) }
    }
    if let tree = try? JSONSerialization.jsonObject(with: Data(SampleResult.full.json().utf8)) {
      visit(tree, "")
    }
    return keys.sorted()
  }()

  private static func replaced(_ tree: Any, under name: String?, _ key: String, _ hostile: String) -> Any {
    if let object = tree as? [String: Any] {
      var changed = object
      for (name, value) in object { changed[name] = replaced(value, under: name, key, hostile) }
      return changed
    }
    if let list = tree as? [Any] { return list.map { replaced($0, under: name, key, hostile) } }
    if let text = tree as? String, name == key { return hostile + text + hostile }
    return tree
  }

  private func count(_ mark: String, in text: String) -> Int {
    text.utf8.count { $0 == mark.utf8.first }
  }

  /// The forms of a result but CSV, whose cells may have line breaks.
  private func forms(_ result: ResultEnvelope) -> [(name: String, text: String)] {
    [
      ("text", result.textReport()), ("markdown", result.markdownReport()), ("html", result.htmlReport()),
      ("json", result.json()), ("junit", result.junit()), ("openmetrics", result.openMetrics()),
      ("influx", result.influxLines()), ("github", result.githubSmallerIsBetter()),
      ("go", result.goBenchmark()),
    ]
  }

  @Test("leave every form its lines and marks", arguments: texts)
  func structure(hostile: String) throws {
    let result = try Self.sample(hostile)
    #expect(result.comparisons[0].profile.unicodeScalars.count > "reference".count, "nothing was replaced")
    let plain = try Self.sample("x")
    // Code in Markdown keeps its marks.
    var isWithoutCode = result
    isWithoutCode.command = plain.command
    isWithoutCode.thresholds = plain.thresholds
    let written = forms(result).map { $0.name == "markdown" ? ($0.name, isWithoutCode.markdownReport()) : $0 }
    for (form, expected) in zip(written as [(name: String, text: String)], forms(plain)) {
      let hidden = form.text.unicodeScalars.filter { $0 != "\n" && $0 != "\t" && Escape.isHidden($0) }
      #expect(hidden.isEmpty, "\(form.name)")
      // Long notes are wrapped, and the page holds notes and JSON that keep their own lines.
      if !["text", "html"].contains(form.name) {
        #expect(count("\n", in: form.text) == count("\n", in: expected.text), "\(form.name)")
      }
      if ["html", "junit", "markdown"].contains(form.name) {
        #expect(count("<", in: form.text) == count("<", in: expected.text), "\(form.name)")
      }
      if ["html", "junit"].contains(form.name) {
        #expect(count(">", in: form.text) == count(">", in: expected.text), "\(form.name)")
      }
    }
    #expect(result.textReport().split(separator: "\n").count { $0.hasPrefix("verdict=") } == 1)
    #expect(try ResultEnvelope(json: result.json()) == result)
    #expect(XMLParser(data: Data(result.junit().utf8)).parse())
    for (plot, expected) in zip(result.plots(), plain.plots()) {
      #expect(count("\n", in: plot.script) == count("\n", in: expected.script))
      #expect(plot.name.utf8.allSatisfy { $0 == 0x2D || 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 })
    }
    #expect(Set(result.plots().map(\.name)).count == plain.plots().count)
  }

  @Test("leave a CSV file its cells", arguments: texts)
  func csv(hostile: String) throws {
    let rows = CSVReader.rows(try Self.sample(hostile).csv())
    #expect(rows.count == SampleResult.full.comparisons.count + 1)
    for row in rows {
      #expect(row.count == 25)
      for cell in row where Double(cell) == nil {
        #expect(!"=+-@\t\r\n".unicodeScalars.contains(cell.unicodeScalars.first ?? "x"), "\(cell)")
      }
    }
  }

  @Test("names of plots differ where the names of profiles do")
  func names() throws {
    var result = SampleResult.full
    for index in result.comparisons.indices {
      result.comparisons[index].profile = result.comparisons[index].profile == "reference" ? "a b" : "a.b"
    }
    let names = result.plots().map(\.name)
    #expect(names.contains("latency-a-b") && names.contains("latency-a-b-2"))
    #expect(Set(names).count == names.count)
  }
}

/// A reader of CSV after RFC 4180.
private enum CSVReader {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0x22 where isQuoted && rest.first == 0x22: cell.append(rest.removeFirst())
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case 0x0A where !isQuoted:
        rows.append(row + [String(decoding: cell, as: UTF8.self)])
        (row, cell) = ([], [])
      default: cell.append(byte)
      }
    }
    return rows
  }
}
