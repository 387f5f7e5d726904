import Primitives

extension ResultEnvelope {
  /// Returns the thresholds as JUnit XML, a test case for each. Without thresholds there is one case for the
  /// verdict, because CI systems reject an empty suite.
  package func junit() -> String {
    var cases: [(name: String, failure: String?)] = thresholds.map { threshold in
      let observed = threshold.observed ?? "no samples"
      return (
        threshold.expression, threshold.ok ? nil : "observed \(observed), expected \(threshold.expression)"
      )
    }
    if cases.isEmpty { cases = [("verdict", verdict == .pass ? nil : "verdict \(verdict.rawValue)")] }
    let failures = cases.count { $0.failure != nil }
    let nanoseconds = overhead?.wallNanoseconds ?? comparisons.reduce(0) { $0 + $1.makespanNanoseconds }
    let seconds = Text.fixed(Double(nanoseconds) / 1e9, 3)
    let figures =
      "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\" time=\"\(seconds)\""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bench\" \(figures)>\n"
    text += "  <testsuite name=\"\(XML.escaped(id))\" \(figures)>\n    <properties>\n"
    for (name, value) in [("seed", seed), ("digest", digest), ("command", command)] {
      text += "      <property name=\"\(name)\" value=\"\(XML.escaped(value))\"/>\n"
    }
    text += "    </properties>\n"
    for (name, failure) in cases {
      text +=
        "    <testcase name=\"\(XML.escaped(name))\" classname=\"\(XML.escaped("bench." + id))\" time=\"0\""
      if let failure {
        text += ">\n      <failure message=\"\(XML.escaped(failure))\" type=\"ThresholdFailed\">"
        text += "\(XML.escaped("repeat with: \(command)"))</failure>\n    </testcase>\n"
      } else {
        text += "/>\n"
      }
    }
    return text + "  </testsuite>\n</testsuites>\n"
  }
}
