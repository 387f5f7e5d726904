/// A system as a file names it: its keys, and the figures that make sense for it
/// besides percentiles of the time in system, which every system has.
struct QueueingSystem: Sendable {
  enum Kind: Sendable {
    case single, several, constantService, generalService, constantArrivals, limited, loss, closed, priority
    case tandem
  }

  let name: String
  let kind: Kind
  let keys: [String]
  let quantities: [String]

  /// Figures by their names, but for percentiles.
  static let quantities: [(name: String, quantity: ValidationQuantity)] = [
    ("W", .timeInSystem), ("Wq", .timeInQueue), ("L", .numberInSystem), ("Lq", .numberInQueue),
    ("X", .throughput), ("R", .timeInSystem), ("blocking", .blocking), ("waitProbability", .waitProbability),
  ]

  private static let open = ["W", "Wq", "L", "Lq", "X", "R", "waitProbability"]

  static let all: [QueueingSystem] = [
    QueueingSystem("M/M/1", .single, ["lambda", "mu"], open),
    QueueingSystem("M/M/c", .several, ["lambda", "servers", "mu"], open),
    QueueingSystem("M/D/1", .constantService, ["lambda", "mu"], open),
    QueueingSystem("M/G/1", .generalService, ["lambda", "service"], open),
    QueueingSystem("D/M/1", .constantArrivals, ["lambda", "mu"], open),
    // What turns customers away has a blocking probability; what never does has none.
    QueueingSystem("M/M/1/K", .limited, ["lambda", "capacity", "mu"], open + ["blocking"]),
    // Nobody waits in a loss system.
    QueueingSystem("M/M/c/c", .loss, ["lambda", "servers", "mu"], ["W", "L", "X", "R", "blocking"]),
    QueueingSystem("closed", .closed, ["demands", "think", "users"], open),
    QueueingSystem("M/M/1/priority", .priority, ["lambdas", "mu", "class"], open),
    QueueingSystem("tandem", .tandem, ["lambda", "mus"], open),
  ]

  private init(_ name: String, _ kind: Kind, _ keys: [String], _ quantities: [String]) {
    self.name = name
    self.kind = kind
    self.keys = keys
    self.quantities = quantities
  }
}
