import LoadGen
import Primitives
import TravelPlanner

/// The tables of a result.
enum ReportTables {
  /// Returns the tables in reading order, without empty ones.
  static func all(_ result: ResultEnvelope) -> [ReportTable] {
    let tables =
      requests(result) + [requestBreakdown(result)] + bothTogether(result) + providers(result)
      + [
        paired(result), worstRegressions(result), hostComparison(result), overhead(result), errors(result),
        thresholds(result),
      ]
    return tables.filter { !$0.rows.isEmpty }
  }

  /// Returns the tables of sequential against concurrent requests, one for each profile and search mode.
  static func requests(_ result: ResultEnvelope) -> [ReportTable] {
    result.comparisonGroups.map { group in
      let rows = group.rows
      let first = rows[0]
      // Columns without information are left out, so that the others fit.
      let hasBottleneck = rows.contains { $0.bottleneck != nil }
      let isPartial = hasPartialAnswers(rows)
      let hasFailures = !isPartial && rows.contains { $0.counts.failed + $0.counts.dropped > 0 }
      let isEqual = rows.allSatisfy { $0.requests == first.requests }
      var columns: [TextTable.Column] = [
        .text("users"), .number("makespan"), .number("mean"), .number("p50"), .number("p95"), .number("p99"),
        .number("req/s"),
      ]
      if isPartial {
        // They say more than a mean over refusals, and there is no room for both.
        columns.remove(at: 2)
        columns += [.number("goodput"), .number("whole")]
      }
      columns += [.number("speed-up"), .number("per user")]
      if !isEqual { columns.insert(.number("requests"), at: 1) }
      if hasFailures { columns.append(.number("failed")) }
      if hasBottleneck { columns.append(.text("pace")) }
      var caption = isEqual ? "\(Text.count(first.requests, "request")) in each row. " : ""
      caption +=
        "Latency from the planned start. Speed-up over one request after another, and per user (100% is "
      caption += "all there is)."
      if rows.contains(where: { $0.latency.p99 == nil }) {
        caption += " n/a: too few requests for that percentile."
      }
      if isPartial {
        caption += " Goodput and speed-up count only whole answers; req/s counts all. Whole: their share."
      }
      if hasBottleneck { caption += " Pace: the pool that limits the row, or its users." }
      return ReportTable(
        title: "Requests, profile \(first.profile), \(first.searchMode) search", caption: caption,
        columns: columns,
        rows: rows.map { row in
          var cells = [
            row.requestMode == .sequential ? "sequential" : Text.grouped(row.users),
            makespan(row), mean(row), time(row.latency.p50), time(row.latency.p95), time(row.latency.p99),
            rate(row.throughputPerSecond),
          ]
          if isPartial {
            cells.remove(at: 2)
            cells += [rate(row.goodputPerSecond), share(row.wholeShare)]
          }
          cells += [factor(row.speedup), share(row.efficiency)]
          if !isEqual { cells.insert(Text.grouped(row.requests), at: 1) }
          if hasFailures { cells.append(Text.grouped(row.counts.failed + row.counts.dropped)) }
          if hasBottleneck { cells.append(row.bottleneck ?? "users") }
          return ReportTable.Row(cells: cells, isEmphasised: row == group.best)
        })
    }
  }

  /// Returns the table of the time inside a request, by search mode.
  static func requestBreakdown(_ result: ResultEnvelope) -> ReportTable {
    ReportTable(
      title: "Inside a request: searches one after another against all at once",
      caption:
        "The bound is the longest chain of steps that must wait for each other; closeness is bound over "
        + "parallel mean.",
      columns: [
        .text("profile"), .number("requests"), .number("sequential"), .number("parallel"), .number("bound"),
        .number("closeness"), .number("speed-up"), .text("critical path"),
      ],
      rows: result.requestBreakdown.map { row in
        ReportTable.Row(cells: [
          row.profile, Text.grouped(row.requests), Text.duration(row.sequential.mean),
          Text.duration(row.parallel.mean), Text.duration(row.boundNanoseconds), share(row.closeness),
          factor(row.speedup),
          row.steps.filter(\.isCritical).map(\.name).joined(separator: " → "),
        ])
      })
  }

  /// Returns a table for each profile that combines both request modes with both search modes, at one number
  /// of users.
  static func bothTogether(_ result: ResultEnvelope) -> [ReportTable] {
    profiles(result).compactMap { profile in
      let rows = result.comparisons.filter { $0.profile == profile }
      func alone(_ requests: Int, _ search: SearchMode) -> ComparisonRow? {
        rows.first { $0.requestMode == .sequential && $0.searchMode == search && $0.requests == requests }
      }
      let candidates = rows.filter {
        $0.requestMode == .concurrent && $0.searchMode == .sequential && $0.users > 1
      }
      for concurrent in candidates.sorted(by: { ($0.users, $0.requests) < ($1.users, $1.requests) }) {
        let both = rows.first {
          $0.requestMode == .concurrent && $0.searchMode == .parallel && $0.users == concurrent.users
            && $0.requests == concurrent.requests
        }
        guard let both, let neither = alone(concurrent.requests, .sequential),
          let parallel = alone(concurrent.requests, .parallel)
        else { continue }
        let isPartial = hasPartialAnswers([neither, parallel, concurrent, both])
        var columns: [TextTable.Column] = [
          .text("requests"), .text("searches"), .number("makespan"), .number("mean"), .number("req/s"),
        ]
        if isPartial { columns += [.number("goodput"), .number("whole")] }
        columns.append(.number("speed-up"))
        return ReportTable(
          title: "Both together, profile \(profile), \(Text.count(concurrent.requests, "request"))",
          caption: "Every step of the way, compared with doing one thing at a time.",
          columns: columns,
          rows: [neither, parallel, concurrent, both].map { row in
            let speedup = (row.goodputPerSecond.value ?? 0) / (neither.goodputPerSecond.value ?? .nan)
            var cells = [
              row.requestMode == .sequential
                ? "one after another" : "\(Text.count(row.users, "user")) at once",
              row.searchMode == .sequential ? "one after another" : "all at once",
              makespan(row), mean(row), rate(row.throughputPerSecond),
            ]
            if isPartial { cells += [rate(row.goodputPerSecond), share(row.wholeShare)] }
            cells.append(factor(Figure(speedup)))
            return ReportTable.Row(cells: cells, isEmphasised: row == both)
          })
      }
      return nil
    }
  }

  /// Returns the providers' figures in the largest run of each profile that has pools or errors.
  static func providers(_ result: ResultEnvelope) -> [ReportTable] {
    profiles(result).compactMap { profile in
      let rows = result.comparisons.filter { row in
        row.profile == profile && row.providers.contains { $0.servers != nil || $0.errors + $0.retries > 0 }
      }
      // At as many users, the concurrent run: the other only has their number of requests.
      func order(_ row: ComparisonRow) -> (Int, Int) { (row.requestMode == .concurrent ? 1 : 0, row.users) }
      guard let row = rows.max(by: { order($0) < order($1) }) else { return nil }
      return ReportTable(
        title: "Providers, profile \(profile), \(Text.count(row.users, "user")), "
          + "\(row.searchMode) search",
        caption: row.bottleneck.map {
          "\($0) sets the pace: more users only wait longer. Its pool allows "
            + "\(rate(row.boundPerSecond)) requests per second; \(rate(row.throughputPerSecond)) were reached."
        } ?? "No pool sets the pace.",
        columns: [
          .text("provider"), .number("servers"), .number("calls"), .number("errors"), .number("retries"),
          .number("busy"), .number("mean wait"), .number("longest"), .number("allows/s"),
        ],
        rows: row.providers.map { provider in
          ReportTable.Row(
            cells: [
              provider.name + (provider.isBottleneck ? " (pace)" : ""),
              provider.servers.map(Text.grouped) ?? "unbounded", Text.grouped(provider.calls),
              Text.grouped(provider.errors), Text.grouped(provider.retries), share(provider.utilisation),
              Text.duration(provider.queueMeanNanoseconds), Text.duration(provider.queueMaxNanoseconds),
              provider.servers == nil ? "any" : rate(provider.boundPerSecond),
            ], isEmphasised: provider.isBottleneck)
        })
    }
  }

  /// Returns the table of the request-by-request comparisons.
  static func paired(_ result: ResultEnvelope) -> ReportTable {
    let before = result.paired.first?.before ?? ""
    let isSame = result.paired.allSatisfy { $0.before == before }
    return ReportTable(
      title: "Request by request" + (isSame ? ", against \(before)" : ""),
      caption:
        "Both modes saw the same arrivals and the same draws per request, so request i is compared with "
        + "request i: the change in its wait from the planned or the actual start, the mean with 95 % "
        + "confidence, the median ratio.",
      columns: [
        .text("profile"), .text("mode"), .text("from"), .number("faster"), .number("slower"),
        .number("mean"), .number("95 %"), .number("ratio"),
      ],
      rows: result.paired.map { row in
        ReportTable.Row(cells: [
          row.profile, isSame ? row.after : "\(row.before) → \(row.after)",
          row.measure == .latency ? "planned" : "actual",
          Text.grouped(row.faster), Text.grouped(row.slower), change(row.meanChangeNanoseconds),
          row.meanChangeInterval.map { "\(change($0[0])) … \(change($0[1]))" } ?? "n/a",
          row.medianRatio.value.map { Text.significant($0) } ?? "n/a",
        ])
      })
  }

  /// Returns the requests that slowed down most.
  static func worstRegressions(_ result: ResultEnvelope) -> ReportTable {
    ReportTable(
      title: "Hurt most by the change", caption: nil,
      columns: [
        .text("profile"), .text("mode"), .text("from"), .number("request"), .number("before"),
        .number("after"),
        .number("change"),
      ],
      rows: result.paired.flatMap { row in
        row.worstRegressions.map { regression in
          ReportTable.Row(cells: [
            row.profile, row.after, row.measure == .latency ? "planned" : "actual", "\(regression.request)",
            Text.duration(regression.beforeNanoseconds),
            Text.duration(regression.afterNanoseconds), change(regression.changeNanoseconds),
          ])
        }
      })
  }

  /// Returns the figures predicted on the virtual clock beside those measured on the host's clock.
  static func hostComparison(_ result: ResultEnvelope) -> ReportTable {
    ReportTable(
      title: "Host comparison: predicted on the virtual clock, measured on the host's",
      caption: result.hostComparison.map {
        "Profile \($0.profile), \($0.model), time scale \(Text.trimmingZeros(Text.significant($0.timeScale.value ?? 1))). "
          + "Measured values are shown at full scale."
      },
      columns: [.text("figure"), .number("predicted"), .number("measured"), .number("model error")],
      rows: (result.hostComparison?.rows ?? []).map { row in
        ReportTable.Row(cells: [
          row.name, value(row.predicted, row.unit), value(row.measured, row.unit),
          row.error.value.map { ($0 > 0 ? "+" : "") + Text.percent($0, 2) } ?? "n/a",
        ])
      })
  }

  /// Returns the cost of the simulation itself.
  static func overhead(_ result: ResultEnvelope) -> ReportTable {
    var rows: [ReportTable.Row] = []
    if let cost = result.overhead {
      func add(_ name: String, _ value: String?) {
        if let value { rows.append(.init(cells: [name, value])) }
      }
      add("plans", Text.grouped(cost.plans))
      for rate in cost.rates ?? [] {
        add(
          "\(rate.name): plans per CPU-second",
          rate.plansPerCPUSecond.value.map { Text.grouped(Int(saturating: $0)) })
        add(
          "\(rate.name): bytes allocated per plan",
          rate.bytesPerPlan.value.map { Text.grouped(Int(saturating: $0)) })
      }
      let hasRates = cost.rates?.isEmpty == false
      if !hasRates {
        add("plans per CPU-second", cost.plansPerCPUSecond.value.map { Text.grouped(Int(saturating: $0)) })
      }
      add("events per second", cost.eventsPerSecond.value.map { Text.grouped(Int(saturating: $0)) })
      if !hasRates {
        add(
          "bytes allocated per request", cost.bytesPerRequest.value.map { Text.grouped(Int(saturating: $0)) })
      }
      add("allocations per request", cost.allocationsPerRequest.value.map { Text.significant($0) })
      add("peak resident memory", cost.peakResidentBytes.map { Text.bytes($0) })
      add("CPU time", Text.duration(cost.cpuNanoseconds))
      add("wall time", Text.duration(cost.wallNanoseconds))
    }
    return ReportTable(
      title: "Simulator overhead", caption: nil, columns: [.text("figure"), .number("value")],
      rows: rows)
  }

  /// Returns the failures by kind, over all runs of a profile.
  static func errors(_ result: ResultEnvelope) -> ReportTable {
    let kinds = Set(result.comparisons.flatMap(\.counts.errors.keys)).sorted()
    return ReportTable(
      title: "Failures by kind, over all runs of a profile", caption: nil,
      columns: [.text("profile"), .number("requests"), .number("failed")] + kinds.map { .number($0) },
      rows: profiles(result).compactMap { profile in
        let rows = result.comparisons.filter { $0.profile == profile }
        let counts = kinds.map { kind in rows.reduce(0) { $0 + ($1.counts.errors[kind] ?? 0) } }
        guard counts.contains(where: { $0 > 0 }) else { return nil }
        let requests = rows.reduce(0) { $0 + $1.requests }
        let failed = rows.reduce(0) { $0 + $1.counts.failed }
        return ReportTable.Row(
          cells: [
            profile, Text.grouped(requests), Text.percent(Double(failed) / Double(max(1, requests)), 2),
          ]
            + counts.map(Text.grouped))
      })
  }

  /// Returns the thresholds and their outcomes.
  static func thresholds(_ result: ResultEnvelope) -> ReportTable {
    ReportTable(
      title: "Thresholds", caption: nil, columns: [.text(""), .text("threshold"), .number("observed")],
      rows: result.thresholds.map {
        ReportTable.Row(
          cells: [$0.ok ? "✓" : "✗", $0.expression, $0.observed ?? "no samples"], isEmphasised: !$0.ok)
      })
  }
}
