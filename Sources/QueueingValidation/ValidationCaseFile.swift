package import Configuration
import SimulatedServices

extension ValidationCase {
  /// Reads the cases of a file, as `bench validate --cases` takes it: a list of objects in JSON or JSON5.
  ///
  ///     [{"id": "mm1", "system": "M/M/1", "lambda": 0.5, "mu": 2, "quantity": "L", "value": 1}]
  ///
  /// An error has the path, `[0].lambda`, and the id of the case.
  package static func all(parsing text: String) throws(ConfigurationError) -> [ValidationCase] {
    let file = try JSONValue(parsing: text)
    guard let values = file.array else {
      throw FieldCodec<ValidationCase>.refused(file, at: "", allowed: "a list of cases")
    }
    if values.isEmpty { throw ConfigurationError("", "there is no case") }
    var cases: [ValidationCase] = []
    for (index, value) in values.enumerated() {
      do throws(ConfigurationError) {
        let fields = try ObjectReader(value, at: "[\(index)]")
        let item = try CaseReader(fields: fields).read()
        if let other = cases.firstIndex(where: { $0.id == item.id }) {
          throw fields.error("id", "[\(other)] has the same id")
        }
        cases.append(item)
      } catch {
        guard let id = value["id"]?.string else { throw error }
        throw ConfigurationError(error.path, "\(error.problem) (case \"\(id)\")")
      }
    }
    return cases
  }
}

/// Reads one case.
private struct CaseReader {
  let fields: ObjectReader

  func read() throws(ConfigurationError) -> ValidationCase {
    let id = try fields.read("id", .string)
    let system = try fields.read("system", .choice(among: QueueingSystem.all, named: { $0.name }))
    try fields.refuseNames(except: ["id", "system", "quantity", "value"] + system.keys)
    let model = try model(of: system)
    let quantity = try quantity(of: system)
    // Class 1 is served first.
    let priority = try fields.readIfPresent("class", .integer(1...model.classes)).map { $0 - 1 }
    return ValidationCase(
      id: id, model: model, quantity: quantity, priority: priority,
      value: try fields.read("value", .number()))
  }

  private func quantity(of system: QueueingSystem) throws(ConfigurationError) -> ValidationQuantity {
    let name = try fields.read("quantity", .string)
    if let known = QueueingSystem.quantities.first(where: { $0.name == name }),
      system.quantities.contains(name)
    {
      return known.quantity
    }
    if name.first == "p", let percent = Double(name.dropFirst()), percent > 0, percent <= 99.99 {
      return .percentile(percent)
    }
    let percentiles = "a percentile from above p0 to p99.99"
    throw FieldCodec<ValidationQuantity>.refused(
      .string(name), at: fields.path(of: "quantity"), oneOf: system.quantities, or: percentiles)
  }

  private func model(of system: QueueingSystem) throws(ConfigurationError) -> QueueModel {
    let model: QueueModel
    switch system.kind {
    case .single: model = QueueModel(try poisson(), [.init(service: try exponential())])
    case .several:
      model = QueueModel(try poisson(), [.init(servers: try servers(), service: try exponential())])
    case .constantService:
      model = QueueModel(try poisson(), [.init(service: .constant(1 / (try serviceRate())))])
    case .generalService: model = QueueModel(try poisson(), [.init(service: try service())])
    case .constantArrivals:
      let rate = try fields.read("lambda", .positive)
      model = QueueModel(.constant(rate: rate), [.init(service: try exponential())])
    case .limited:
      let capacity = try fields.read("capacity", .integer(1...1_000_000))
      model = QueueModel(try poisson(), [.init(queueLimit: capacity - 1, service: try exponential())])
    case .loss:
      model = QueueModel(
        try poisson(), [.init(servers: try servers(), queueLimit: 0, service: try exponential())])
    case .closed:
      let demands = try fields.read("demands", .positives)
      let think = try fields.readIfPresent("think", .number(0 ... .infinity)) ?? 0
      let users = try fields.read("users", .integer(1...10_000))
      model = QueueModel(
        .closed(users: users, think: think), demands.map { .init(service: .exponential(mean: $0)) })
    case .priority:
      let rates = try fields.read("lambdas", .positives)
      model = QueueModel(.poisson(rates: rates), [.init(service: try exponential())])
    case .tandem:
      let rates = try fields.read("mus", .positives)
      model = QueueModel(try poisson(), rates.map { .init(service: .exponential(mean: 1 / $0)) })
    }
    try check(model, system)
    return model
  }

  private func poisson() throws(ConfigurationError) -> QueueModel.Arrivals {
    .poisson(rates: [try fields.read("lambda", .positive)])
  }

  private func servers() throws(ConfigurationError) -> Int {
    try fields.read("servers", .integer(1...10_000))
  }

  private func serviceRate() throws(ConfigurationError) -> Double {
    try fields.readIfPresent("mu", .positive) ?? 1
  }

  private func exponential() throws(ConfigurationError) -> ServiceShape {
    .exponential(mean: 1 / (try serviceRate()))
  }

  private func service() throws(ConfigurationError) -> ServiceShape {
    let value = try fields.read("service", .any)
    return try ShapeReader(fields: ObjectReader(value, at: fields.path(of: "service"))).read()
  }

  /// Refuses systems that cannot be simulated to a long-run state.
  private func check(_ model: QueueModel, _ system: QueueingSystem) throws(ConfigurationError) {
    let blamed = system.keys.first ?? "system"
    let means = model.stations.map(\.service.mean)
    if let longest = means.max(), let shortest = means.min(), longest / shortest > 1e5 {
      throw ConfigurationError(fields.path, "service times differ by more than a factor of 100000")
    }
    // A run that cannot start in the long-run state must be able to forget its start in time.
    let most = model.classes > 1 ? 0.98 : 0.9995
    if let load = model.load, !model.loses, load > most {
      throw fields.error(
        blamed, "the load is \(load) per server; a queue settles below 1, here at most \(most)")
    }
    if case .closed(_, let think) = model.arrivals, think > 1e5 * means[0] {
      throw fields.error("think", "must be at most 100000 times the demand, was \(think)")
    }
    if let load = model.load, load < 1e-4 || load > 1e4 {
      throw fields.error(blamed, "the load per server must be from 0.0001 to 10000, was \(load)")
    }
  }
}

/// Reads the `service` of a case of M/G/1.
private struct ShapeReader {
  let fields: ObjectReader

  private enum Kind: String, CaseIterable {
    case exponential, constant, uniform, erlang, hyperexponential, twopoint
  }

  func read() throws(ConfigurationError) -> ServiceShape {
    let shape = try shape(try fields.read("kind", .choice))
    guard shape.mean > 0 else { throw fields.error("kind", "the mean service must be positive") }
    guard shape.squaredCoefficientOfVariation < 1e4 else {
      throw fields.error("kind", "the variance must be below 10000 times the squared mean")
    }
    return shape
  }

  private func shape(_ kind: Kind) throws(ConfigurationError) -> ServiceShape {
    switch kind {
    case .exponential:
      try fields.refuseNames(except: ["kind", "mean"])
      return .exponential(mean: try fields.read("mean", .positive))
    case .constant:
      try fields.refuseNames(except: ["kind", "value"])
      return .constant(try fields.read("value", .positive))
    case .uniform:
      try fields.refuseNames(except: ["kind", "low", "high"])
      let low = try fields.read("low", .number(0 ... .infinity))
      let high = try fields.read("high", .positive)
      guard low <= high else { throw fields.error("high", "must be at least low (\(low)), was \(high)") }
      return .uniform(low: low, high: high)
    case .erlang: return try erlang()
    case .hyperexponential:
      try fields.refuseNames(except: ["kind", "weights", "means"])
      let (weights, means) = try weighted("means", .positive)
      return .mixture(weights: weights, of: means.map { .exponential(mean: $0) })
    case .twopoint:
      try fields.refuseNames(except: ["kind", "weights", "values"])
      let (weights, values) = try weighted("values", .number(0 ... .infinity))
      return .mixture(weights: weights, of: values.map { .constant($0) })
    }
  }

  /// Reads `stages` (also called `shape` or `k`) with the `mean` of all stages together, or the `rate` of each.
  private func erlang() throws(ConfigurationError) -> ServiceShape {
    try fields.refuseNames(except: ["kind", "stages", "shape", "k", "mean", "rate"])
    let names = ["stages", "shape", "k"].filter { fields[$0] != nil }
    guard names.count == 1, let name = names.first else {
      throw fields.error(
        "stages", names.isEmpty ? "is missing" : "is given twice, as \(names.joined(separator: " and "))")
    }
    let stages = try fields.read(name, .integer(1...10_000))
    guard (fields["mean"] == nil) != (fields["rate"] == nil) else {
      throw fields.error("mean", "give either mean or rate")
    }
    if let mean = try fields.readIfPresent("mean", .positive) { return .erlang(stages: stages, mean: mean) }
    return .erlang(stages: stages, mean: Double(stages) / (try fields.read("rate", .positive)))
  }

  private func weighted(
    _ key: String, _ codec: FieldCodec<Double>
  ) throws(ConfigurationError) -> (weights: [Double], values: [Double]) {
    let weights = try fields.read("weights", .list(.number(0 ... .infinity)))
    let values = try fields.read(key, .list(codec))
    guard weights.reduce(0, +) > 0 else { throw fields.error("weights", "must add up to more than zero") }
    guard weights.count == values.count else {
      throw fields.error(key, "must be as many as weights (\(weights.count)), were \(values.count)")
    }
    return (weights, values)
  }
}

extension FieldCodec where Value == [Double] {
  /// At least one number, each above zero.
  fileprivate static var positives: FieldCodec {
    FieldCodec.list(.positive).map(
      { values, path throws(ConfigurationError) in
        if values.isEmpty { throw ConfigurationError(path, "at least one number is needed") }
        return values
      }, { $0 })
  }
}
