import Primitives

extension ResultEnvelope {
  /// Returns the main table as OpenMetrics 1.0 text, content type
  /// `application/openmetrics-text; version=1.0.0; charset=utf-8`.
  ///
  /// A result is not a running process, so the figures are gauges; the percentiles have a `quantile` label.
  package func openMetrics() -> String {
    var text = ""
    func family(_ name: String, unit: String?, _ help: String, type: String, _ samples: [(String, Double)]) {
      guard !samples.isEmpty else { return }
      text += "# TYPE \(name) \(type)\n"
      if let unit { text += "# UNIT \(name) \(unit)\n" }
      text += "# HELP \(name) \(help)\n"
      for (labels, value) in samples {
        text += "\(name)\(type == "counter" ? "_total" : "")\(labels) \(value)\n"
      }
    }
    func labels(_ row: ComparisonRow, _ more: [(String, String)] = []) -> String {
      let pairs =
        [
          ("profile", row.profile), ("request_mode", row.requestMode.rawValue),
          ("search_mode", "\(row.searchMode)"), ("users", "\(row.users)"),
          ("requests", "\(row.requests)"),
        ] + more
      return "{" + pairs.map { "\($0)=\"\(Escape.openMetricsLabel($1))\"" }.joined(separator: ",") + "}"
    }
    func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }
    family(
      "bench_latency_seconds", unit: "seconds", "Response time from the planned start.", type: "gauge",
      comparisons.flatMap { row in
        [
          ("0.5", row.latency.p50), ("0.9", row.latency.p90), ("0.95", row.latency.p95),
          ("0.99", row.latency.p99), ("0.999", row.latency.p999), ("1.0", row.latency.max),
        ].compactMap { quantile, value in value.map { (labels(row, [("quantile", quantile)]), seconds($0)) } }
      })
    family(
      "bench_latency_mean_seconds", unit: "seconds", "Mean response time from the planned start.",
      type: "gauge", comparisons.map { (labels($0), seconds($0.latency.mean)) })
    family(
      "bench_makespan_seconds", unit: "seconds", "From the first planned start until the last answer.",
      type: "gauge", comparisons.map { (labels($0), seconds($0.makespanNanoseconds)) })
    family(
      "bench_throughput", unit: nil, "Requests finished per second.", type: "gauge",
      comparisons.compactMap { row in row.throughputPerSecond.value.map { (labels(row), $0) } })
    family(
      "bench_speedup", unit: nil, "Throughput over that of one request after another.", type: "gauge",
      comparisons.compactMap { row in row.speedup.value.map { (labels(row), $0) } })
    family(
      "bench_requests", unit: nil, "Requests by how they ended.", type: "counter",
      comparisons.flatMap { row in
        [
          ("succeeded", row.counts.succeeded), ("degraded", row.counts.degraded),
          ("failed", row.counts.failed),
          ("dropped", row.counts.dropped),
        ].map { (labels(row, [("status", $0)]), Double($1)) }
      })
    text += "# TYPE bench_build info\n"
    text +=
      "bench_build_info{version=\"\(Escape.openMetricsLabel(tool.version))\",commit=\"\(Escape.openMetricsLabel(tool.commit ?? ""))\""
    text += ",seed=\"\(Escape.openMetricsLabel(seed))\",digest=\"\(Escape.openMetricsLabel(digest))\"} 1\n"
    return text + "# EOF\n"
  }

  /// Returns the main table as InfluxDB lines. `time` is nanoseconds since 1970; nil leaves it to the server.
  package func influxLines(time: Int64? = nil) -> String {
    comparisons.map { row in
      let tags = [
        ("profile", row.profile), ("request_mode", row.requestMode.rawValue), ("requests", "\(row.requests)"),
        ("search_mode", "\(row.searchMode)"), ("seed", seed), ("users", "\(row.users)"),
      ]
      var fields: [(String, String)] = [
        ("makespan_ns", "\(row.makespanNanoseconds)i"), ("mean_ns", "\(row.latency.mean)i"),
        ("max_ns", "\(row.latency.max)i"), ("succeeded", "\(row.counts.succeeded)i"),
        ("failed", "\(row.counts.failed)i"), ("dropped", "\(row.counts.dropped)i"),
      ]
      for (name, value) in [
        ("p50_ns", row.latency.p50), ("p90_ns", row.latency.p90), ("p95_ns", row.latency.p95),
        ("p99_ns", row.latency.p99),
      ] { if let value { fields.append((name, "\(value)i")) } }
      for (name, value) in [("throughput_per_s", row.throughputPerSecond), ("speedup", row.speedup)] {
        if let value = value.value { fields.append((name, "\(value)")) }
      }
      let written = tags.map { ($0, Escape.influxTag($1)) }.filter { !$1.isEmpty }
      let name = (["bench"] + written.map { "\($0)=\($1)" }).joined(separator: ",")
      let values = fields.map { "\($0)=\($1)" }.joined(separator: ",")
      return "\(name) \(values)" + (time.map { " \($0)" } ?? "") + "\n"
    }.joined()
  }
}
