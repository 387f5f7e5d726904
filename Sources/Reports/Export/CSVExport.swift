import Primitives

extension ResultEnvelope {
  /// Returns the main table as CSV (RFC 4180) with a header: times in nanoseconds, unsupported percentiles
  /// empty.
  package func csv() -> String {
    let header = [
      "profile", "request_mode", "search_mode", "users", "requests", "makespan_ns", "throughput_per_s",
      "goodput_per_s", "mean_ns", "stddev_ns", "p50_ns", "p90_ns", "p95_ns", "p99_ns", "p99.9_ns", "max_ns",
      "speedup", "efficiency", "succeeded", "degraded", "failed", "dropped", "late", "bound_per_s",
      "pace_set_by",
    ]
    let rows = comparisons.map { row -> [String] in
      let latency = row.latency
      let times = [latency.p50, latency.p90, latency.p95, latency.p99, latency.p999]
      return [
        row.profile, row.requestMode.rawValue, "\(row.searchMode)", "\(row.users)", "\(row.requests)",
        "\(row.makespanNanoseconds)", number(row.throughputPerSecond), number(row.goodputPerSecond),
        "\(latency.mean)", "\(latency.standardDeviation)",
      ] + times.map { $0.map(String.init) ?? "" } + [
        "\(latency.max)", number(row.speedup), number(row.efficiency), "\(row.counts.succeeded)",
        "\(row.counts.degraded)", "\(row.counts.failed)", "\(row.counts.dropped)", "\(row.counts.late)",
        number(row.boundPerSecond), row.bottleneck ?? "",
      ]
    }
    return ([header] + rows).map { $0.map(Escape.csv).joined(separator: ",") + "\n" }.joined()
  }

  private func number(_ figure: Figure) -> String { figure.value.map { "\($0)" } ?? "" }
}
