public import LoadGen
import SimCore

/// Many clients, one resource: how many calls each kind of back-off needs until everyone is done.
public struct ContentionExperiment: Sendable {
  public var clients: [Int]
  /// Worlds for each row; figures are their means.
  public var rounds: Int
  public var seed: UInt64

  public static let standardClients = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

  public init(clients: [Int] = standardClients, rounds: Int = 10, seed: UInt64) {
    precondition(rounds > 0, "an experiment needs a round, was given \(rounds)")
    self.clients = clients
    self.rounds = rounds
    self.seed = seed
  }

  /// One kind of back-off with one number of clients.
  public struct Row: Sendable, Hashable, Codable {
    public var backoff: ContentionWorld.Backoff
    public var clients: Int
    /// Writes tried by all clients: the mean, the least and the most of a round.
    public var calls: Double
    public var callsLeast: Int
    public var callsMost: Int
    /// Calls for each call of plain exponential back-off.
    public var shareOfPlain: Double
    /// Until the last client was done, the mean of the rounds.
    public var makespanNanoseconds: Int64

    enum CodingKeys: String, CodingKey {
      case backoff, clients, calls
      case callsLeast = "calls_min"
      case callsMost = "calls_max"
      case shareOfPlain = "share_of_plain"
      case makespanNanoseconds = "makespan_ns"
    }
  }

  public struct Report: Sendable, Codable {
    public var schema = "bench.contention/1"
    public var seed: String
    public var digest: String
    public var command: String
    public var rounds: Int
    public var baseNanoseconds: Int64
    public var capNanoseconds: Int64
    /// By clients, then by kind of back-off.
    public var rows: [Row]

    enum CodingKeys: String, CodingKey {
      case schema, seed, digest, command, rounds
      case baseNanoseconds = "base_ns"
      case capNanoseconds = "cap_ns"
      case rows
    }
  }

  /// Round `r` of every kind of back-off has the same network.
  public func run(progress: (String) throws -> Void = { _ in }) throws -> Report {
    var digest = Digest()
    var rows: [Row] = []
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
      rows += found
    }
    let list = clients.map(String.init).joined(separator: ",")
    return Report(
      seed: "\(seed)", digest: digest.description,
      command: "bench contention --clients \(list) --rounds \(rounds) --seed \(seed)", rounds: rounds,
      baseNanoseconds: 5_000_000, capNanoseconds: 2_000_000_000, rows: rows)
  }
}

extension ContentionExperiment.Report {
  /// Calls against clients, a curve for each kind of back-off.
  public var plot: Plot {
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

extension ContentionWorld.Backoff {
  public var title: String {
    switch self {
    case .none: "no back-off"
    case .exponential: "exponential"
    case .equal: "equal jitter"
    case .full: "full jitter"
    case .decorrelated: "decorrelated"
    }
  }
}
