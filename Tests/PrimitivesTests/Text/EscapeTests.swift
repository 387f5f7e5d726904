import Foundation
import TestSupport
import Testing

@testable import Primitives

@Suite("Escaping of text")
struct EscapeTests {
  /// The ASCII characters that are no letters and no digits.
  private static let marks = (UInt8(0)..<0x80).map(Unicode.Scalar.init).filter {
    !("a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0)
  }

  /// Each mark in each company that makes one `Character` of it and another scalar.
  private static let hostile: [String] =
    marks.flatMap { ["a\u{600}\($0)b", "a\($0)\u{301}b", "\($0)", "a\($0)", "\($0)b"] }
    + [
      "a\r\nb", "\r\n", "a\n\nb", "a\n", "\u{1B}[31mred\u{7}", "\u{9B}31m", "\u{85}", "\u{2028}\u{2029}",
      "\u{202E}live\u{202C}", "\u{2066}\u{2069}\u{61C}\u{200F}", "\u{FFFE}\u{FFFF}", "</script><script>",
      "]]>", "-->",
      "' ; system(\"touch x\") ; set title '", "`touch x`", "$(touch x)", "=cmd|' /C calc'!A0", "a|b||c",
      "\\", "a\\\\", "\\,", "\\ ", "%0A::error::x", "é🇩🇪👨‍👩‍👧",
    ]

  private func count(_ mark: Unicode.Scalar, in text: String) -> Int {
    text.unicodeScalars.count { $0 == mark }
  }

  @Test("a terminal obeys nothing of a text")
  func terminal() {
    for text in Self.hostile {
      #expect(!Escape.line(text).unicodeScalars.contains(where: Escape.isHidden), "\(text.debugDescription)")
      let left = Escape.terminal(text).unicodeScalars.filter(Escape.isHidden)
      #expect(left.allSatisfy { $0 == "\n" || $0 == "\t" }, "\(text.debugDescription)")
    }
    #expect(Escape.line("a\u{1B}[1mé\r\n\u{85}b\u{202E}") == "a\\u{1B}[1mé\\r\\n\\u{85}b\\u{202E}")
    #expect(Escape.terminal("a\tb\r\n") == "a\tb\\r\n")
  }

  @Test("HTML has no mark of its own from a text")
  func html() {
    for text in Self.hostile {
      let html = Escape.html(text)
      for mark: Unicode.Scalar in ["<", ">", "\"", "'"] { #expect(count(mark, in: html) == 0) }
      #expect(!html.unicodeScalars.contains { Escape.isHidden($0) && $0 != "\n" && $0 != "\t" })
    }
    #expect(Escape.html("\u{600}<b>&'\"\u{301}") == "\u{600}&lt;b&gt;&amp;&#39;&quot;\u{301}")
  }

  @Test("JSON in a script element is the same JSON, and cannot close the element")
  func scriptJSON() throws {
    let json = try String(decoding: JSONEncoder().encode(Self.hostile), as: UTF8.self)
    for escaped in [
      Escape.scriptJSON(json), Escape.json(json),
      "[" + Self.hostile.map(Text.quoted).joined(separator: ",") + "]",
    ] {
      #expect(try JSONDecoder().decode([String].self, from: Data(escaped.utf8)) == Self.hostile)
      #expect(!escaped.unicodeScalars.contains(where: Escape.isHidden))
    }
    #expect(count("<", in: Escape.scriptJSON(json)) == 0)
  }

  @Test(
    "an XML reader gives the text back", .enabled(if: HostTool.has(python: "xml.etree"), "needs Python"))
  func xml() throws {
    let rows = Self.hostile.map { "<t a=\"\(Escape.xml($0))\">\(Escape.xml($0))</t>" }
    let script = """
      import sys, json
      from xml.etree import ElementTree
      root = ElementTree.fromstring(sys.stdin.buffer.read())
      assert all(t.get("a") == t.text or t.text is None for t in root)
      print(json.dumps([t.get("a") for t in root]))
      """
    let output = try #require(try HostTool.python(script, input: "<r>\(rows.joined())</r>"))
    let read = try JSONDecoder().decode([String].self, from: Data(output.utf8))
    let illegal: (Unicode.Scalar) -> Bool = {
      $0.value < 0x20 && !"\n\r\t".unicodeScalars.contains($0) || $0.value == 0xFFFE || $0.value == 0xFFFF
    }
    for (text, back) in zip(Self.hostile, read) {
      #expect(Array(back.unicodeScalars) == text.unicodeScalars.map { illegal($0) ? "\u{FFFD}" : $0 })
    }
  }

  @Test(
    "a CSV reader gives the text back, with an apostrophe before what would be a formula",
    .enabled(if: HostTool.has(python: "csv"), "needs Python"))
  func csv() throws {
    let cells = Self.hostile + ["-1.5", "+3e-7", "-1+2", "+49 30", "@SUM(A1)", "-", "1e"]
    let script = """
      import sys, csv, io, json
      text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
      print(json.dumps([row[0] if row else "" for row in csv.reader(text)]))
      """
    let input = cells.map { Escape.csv($0) + ",x\n" }.joined()
    let output = try #require(try HostTool.python(script, input: input))
    let read = try JSONDecoder().decode([String].self, from: Data(output.utf8))
    #expect(read.count == cells.count)
    for (text, back) in zip(cells, read) {
      let isControl = { (scalar: Unicode.Scalar) in
        Escape.isHidden(scalar) && !"\n\r\t".unicodeScalars.contains(scalar)
      }
      guard !text.unicodeScalars.contains(where: isControl) else { continue }
      let isFormula =
        text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
        && Double(text) == nil
      #expect(Array(back.unicodeScalars) == Array((isFormula ? "'" + text : text).unicodeScalars))
    }
  }

  @Test("a shell reads the same word, from a line that a terminal can print")
  func shell() throws {
    let words =
      Self.hostile.filter { !$0.unicodeScalars.contains("\0") } + ["", "~", "=ls", "a b", "a\n\n'b", "\nb\n"]
    let line = words.map(ShellWords.quoted).joined(separator: " ")
    #expect(!line.unicodeScalars.contains { Escape.isHidden($0) && $0 != "\n" })
    #expect(ShellWords.split(line) == words)
    let result = try #require(try HostTool.run(["sh", "-c", "printf '%s\\0' \(line)"], input: ""))
    #expect(
      result.output.utf8.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { String($0)! }
        == words)
    #expect(result.error == "")
  }

  @Test("the message and properties of an annotation stay on its line")
  func gitHub() {
    for text in Self.hostile {
      for escaped in [Escape.gitHubMessage(text), Escape.gitHubProperty(text)] {
        #expect(!escaped.unicodeScalars.contains { Escape.isHidden($0) && $0 != "\t" })
      }
      let property = Escape.gitHubProperty(text)
      #expect(count(":", in: property) == 0 && count(",", in: property) == 0)
    }
    #expect(Escape.gitHubMessage("a\r\n%:\u{301}\u{1B}") == "a%0D%0A%25:\u{301}\\u{1B}")
    #expect(Escape.gitHubProperty("a\u{600}:,") == "a\u{600}%3A%2C")
  }

  @Test("a label of OpenMetrics and a tag of InfluxDB end where they end")
  func metrics() {
    for text in Self.hostile {
      // Every quotation mark and line break is behind an odd number of backslashes.
      var isEscaped = false
      for scalar in Escape.openMetricsLabel(text).unicodeScalars {
        #expect(isEscaped || (scalar != "\"" && scalar != "\n"))
        isEscaped = scalar == "\\" && !isEscaped
      }
      #expect(!isEscaped)
      var last: Unicode.Scalar = "x"
      for scalar in Escape.influxTag(text).unicodeScalars {
        #expect(!Escape.isHidden(scalar))
        if [",", "=", " "].contains(scalar) { #expect(last == "\\") }
        last = scalar
      }
      #expect(last != "\\", "\(text.debugDescription)")
    }
    #expect(Escape.openMetricsLabel("\u{600}\"\r\n\\") == "\u{600}\\\"\\\\r\\n\\\\")
    #expect(Escape.influxTag("a b,\u{301}c=d\r\n\\") == "a\\ b\\,\u{301}c\\=d\\ \\ ")
  }

  @Test("Markdown has no table, tag or code of its own from a text")
  func markdown() {
    for text in Self.hostile {
      var isEscaped = false
      for scalar in Escape.markdown(text).unicodeScalars {
        #expect(isEscaped || !"|<`*[]\n".unicodeScalars.contains(scalar), "\(text.debugDescription)")
        isEscaped = scalar == "\\" && !isEscaped
      }
      #expect(count("\n", in: Escape.markdownCode(text)) == 0)
      #expect(Escape.markdownBlock(text).hasPrefix("```"))
      #expect(!Escape.htmlComment(text).contains("--"))
    }
    #expect(Escape.markdown("- a", startsLine: true) == "\\- a")
    #expect(Escape.markdownCode("a`b") == "``a`b``")
    #expect(Escape.markdownBlock("a\n```\nb") == "````\na\n```\nb\n````\n")
    #expect(Escape.htmlComment("run-->\u{301}x") == "run-___x")
  }

  @Test(
    "gnuplot prints the text and runs nothing of it", .enabled(if: HostTool.has("gnuplot"), "needs gnuplot"))
  func gnuplot() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    let commands = [
      "' ; system(\"touch \(file)\") ; set title '", "\u{600}' ; system(\"touch \(file)\") #",
      "`touch \(file)`",
      "'\u{301} ; !touch \(file)", "\r\n!touch \(file)", "\n!touch \(file)", "@x $(touch \(file)) \\", "{a",
      "EOD",
    ]
    let script = (Self.hostile + commands).map { "print \(Escape.gnuplot($0))\n" }.joined()
    let result = try #require(try HostTool.run(["gnuplot", "-d", "-"], input: script))
    #expect(result.status == 0)
    #expect(
      result.error
        == (Self.hostile + commands).map {
          Escape.line($0).unicodeScalars.map { $0 == "'" ? "’" : String($0) }.joined() + "\n"
        }.joined())
    #expect(!FileManager.default.fileExists(atPath: file))
  }
}
