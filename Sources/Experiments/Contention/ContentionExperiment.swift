import Primitives
package import Reports
import SimCore

/// Many clients, one resource: how many calls each kind of back-off needs until everyone is done.
package struct ContentionExperiment: Sendable {
  package var clients: [Int]
  /// Worlds for each row; figures are their means.
  package var rounds: Int
  package var seed: UInt64

  package static let standardClients = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

  package init(clients: [Int] = standardClients, rounds: Int = 10, seed: UInt64) {
    precondition(rounds > 0, "an experiment needs a round, was given \(rounds)")
    self.clients = clients
    self.rounds = rounds
    self.seed = seed
  }

  /// One kind of back-off with one number of clients.
  package struct Row: Sendable, Hashable, Codable {
    package var backoff: ContentionWorld.Backoff
    package var clients: Int
    /// Writes tried by all clients: the mean, the least and the most of a round.
    package var calls: Double
    package var callsLeast: Int
    package var callsMost: Int
    /// Calls for each call of plain exponential back-off.
    package var shareOfPlain: Double
    /// Until the last client was done, the mean of the rounds.
    package var makespanNanoseconds: Int64

    enum CodingKeys: String, CodingKey {
      case backoff, clients, calls
      case callsLeast = "calls_min"
      case callsMost = "calls_max"
      case shareOfPlain = "share_of_plain"
      case makespanNanoseconds = "makespan_ns"
    }
  }

  package struct Report: Sendable, Codable {
    package var schema = "bench.contention/1"
    package var seed: String
    package var digest: String
    package var command: String
    package var rounds: Int
    package var baseNanoseconds: Int64
    package var capNanoseconds: Int64
    /// By clients, then by kind of back-off.
    package var rows: [Row]
    /// True if the experiment was stopped before its end; absent otherwise.
    package var interrupted: Bool?

    enum CodingKeys: String, CodingKey {
      case schema, seed, digest, command, rounds
      case baseNanoseconds = "base_ns"
      case capNanoseconds = "cap_ns"
      case rows, interrupted
    }
  }

  /// Runs every kind of back-off with every number of clients.
  package func run(command: String = "") throws -> Report {
    var report = blank(command: command)
    try run(into: &report)
    return report
  }

  /// A report without rows. `command` is the command that repeats the report.
  package func blank(command: String) -> Report {
    Report(
      seed: "\(seed)", digest: Digest().description, command: command, rounds: rounds,
      baseNanoseconds: 5_000_000, capNanoseconds: 2_000_000_000, rows: [])
  }

  /// Runs every kind of back-off with every number of clients. `progress` is called before each number of clients;
  /// when it throws, `report` holds the rows found by then.
  ///
  /// Round `r` of every kind of back-off has the same network.
  package func run(into report: inout Report, progress: (String) throws -> Void = { _ in }) throws {
    var digest = Digest()
    for clients in clients {
      try progress("\(clients) clients")
      var found: [Row] = []
      for backoff in ContentionWorld.Backoff.allCases {
        var calls: [Int] = []
        var makespan: Int64 = 0
        for round in 0..<rounds {
          let world = ContentionWorld(clients: clients, backoff: backoff, seed: seed &+ UInt64(round))
          let outcome = try world.run()
          calls.append(outcome.calls)
          makespan += outcome.makespan
          digest.mix(outcome.digest.value)
          digest.mix(Int64(outcome.calls))
          digest.mix(outcome.makespan)
        }
        found.append(
          Row(
            backoff: backoff, clients: clients, calls: Double(calls.reduce(0, +)) / Double(rounds),
            callsLeast: calls.min() ?? 0, callsMost: calls.max() ?? 0, shareOfPlain: 1,
            makespanNanoseconds: makespan / Int64(rounds)))
      }
      let plain = found.first { $0.backoff == .exponential }?.calls ?? 1
      for row in found.indices { found[row].shareOfPlain = found[row].calls / plain }
      report.rows += found
      report.digest = digest.description
    }
  }
}

extension ContentionExperiment.Report {
  /// Calls against clients, a curve for each kind of back-off.
  package var plot: Plot {
    LinePlot(
      name: "contention", title: "Calls until every client has written",
      description: "Calls of all clients against the number of clients, for each kind of back-off.",
      xLabel: "clients that want to change one record", yLabel: "calls of all clients",
      curves: ContentionWorld.Backoff.allCases.map { backoff in
        LinePlot.Curve(
          name: backoff.title,
          points: rows.filter { $0.backoff == backoff }.map {
            LinePlot.Point(x: Double($0.clients), y: $0.calls)
          })
      }
    ).plot()
  }
}

extension ContentionExperiment.Report {
  /// The report as text: tables with a row for each number of clients and a column for each kind of back-off.
  package var text: String {
    let kinds = ContentionWorld.Backoff.allCases
    let counts = rows.filter { $0.backoff == .none }.map(\.clients)
    func section(_ title: String, _ cell: (ContentionExperiment.Row) -> String) -> String {
      let table = TextTable(
        [.number("clients")] + kinds.map { .number($0.title) },
        rows: counts.map { count in
          let rows = rows.filter { $0.clients == count }
          return ["\(count)"] + kinds.map { kind in rows.first { $0.backoff == kind }.map(cell) ?? "" }
        }, indent: "  ")
      return title + "\n\n" + table.text
    }
    return [
      "Many clients change one record; the mean of \(rounds) worlds, seed \(seed), digest \(digest)\n"
        + "repeat: \(command)\n",
      section("Calls of all clients until each has written") { Text.fixed($0.calls, 1) },
      section("Calls for each call of plain exponential back-off") { Text.fixed($0.shareOfPlain, 2) },
      section("Seconds until the last client was done") {
        Text.fixed(Double($0.makespanNanoseconds) / 1e9, 3)
      },
    ].joined(separator: "\n")
  }
}

extension ContentionWorld.Backoff {
  package var title: String {
    switch self {
    case .none: "no back-off"
    case .exponential: "exponential"
    case .equal: "equal jitter"
    case .full: "full jitter"
    case .decorrelated: "decorrelated"
    }
  }
}
