import Primitives

extension ResultEnvelope {
  /// Returns the verdict and the thresholds as JUnit XML, a test case for each.
  ///
  /// The host time of the run, where it was measured, is that of the case `verdict`. It fails only for what no
  /// threshold accounts for, so that a failure counts once.
  package func junit() -> String {
    var cases: [(name: String, failure: String?)] = thresholds.map { threshold in
      let observed = threshold.observed ?? "no samples"
      return (
        threshold.expression, threshold.ok ? nil : "observed \(observed), expected \(threshold.expression)"
      )
    }
    let isAccountedFor = verdict == .fail && cases.contains { $0.failure != nil }
    cases.insert(
      ("verdict", verdict == .pass || isAccountedFor ? nil : "verdict \(verdict.rawValue)"), at: 0)
    let failures = cases.count { $0.failure != nil }
    // The time of a virtual clock is not the time that a test took.
    let nanoseconds =
      overhead?.wallNanoseconds
      ?? (kind == .host ? comparisons.reduce(0) { $0 + $1.makespanNanoseconds } : nil)
    let time = nanoseconds.map { " time=\"\(Text.fixed(Double($0) / 1e9, 3))\"" } ?? ""
    let figures =
      "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\"\(time)"
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bench\" \(figures)>\n"
    text += "  <testsuite name=\"\(Escape.xml(id))\" \(figures)>\n    <properties>\n"
    for (name, value) in [("seed", seed), ("digest", digest), ("command", command)] {
      text += "      <property name=\"\(name)\" value=\"\(Escape.xml(value))\"/>\n"
    }
    text += "    </properties>\n"
    for (index, (name, failure)) in cases.enumerated() {
      text +=
        "    <testcase name=\"\(Escape.xml(name))\" classname=\"\(Escape.xml("bench." + id))\""
        + (index == 0 ? time : " time=\"0\"")
      if let failure {
        text += ">\n      <failure message=\"\(Escape.xml(failure))\" type=\"ThresholdFailed\">"
        text += "\(Escape.xml("repeat with: \(command)"))</failure>\n    </testcase>\n"
      } else {
        text += "/>\n"
      }
    }
    return text + "  </testsuite>\n</testsuites>\n"
  }
}
