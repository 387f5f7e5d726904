/// What is wrong with a case in a file.
public struct ValidationCaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Place in the array, from 0; nil when the whole is wrong.
  public var index: Int?
  public var id: String?
  public var key: String?
  public var reason: String

  /// `case 3 "mm1", key "lambda": must be positive, was -1.0`.
  public var description: String {
    var place = index.map { "case \($0)" } ?? "cases"
    if let id { place += " \"\(id)\"" }
    if let key { place += ", key \"\(key)\"" }
    return "\(place): \(reason)"
  }
}

/// The cases of a file, as `bench validate --cases` takes them: a JSON array.
///
///     let cases = try JSONDecoder().decode(ValidationCaseList.self, from: data).cases
///
/// Whatever is wrong is a `ValidationCaseError` that names index, id, key and what is allowed.
public struct ValidationCaseList: Decodable, Sendable {
  public var cases: [ValidationCase]

  public init(from decoder: any Decoder) throws {
    guard var array = try? decoder.unkeyedContainer() else {
      throw ValidationCaseError(reason: "a file of cases is an array of objects")
    }
    cases = []
    while !array.isAtEnd {
      let index = array.currentIndex
      guard let container = try? array.nestedContainer(keyedBy: FileKey.self) else {
        throw ValidationCaseError(index: index, reason: "a case is an object")
      }
      let item = try CaseReader(container, index: index).read()
      if let other = cases.firstIndex(where: { $0.id == item.id }) {
        throw ValidationCaseError(
          index: index, id: item.id, key: "id", reason: "case \(other) has the same id")
      }
      cases.append(item)
    }
    if cases.isEmpty { throw ValidationCaseError(reason: "there is no case") }
  }
}

/// Reads one case, strictly.
private struct CaseReader {
  private let container: KeyedDecodingContainer<FileKey>
  private let index: Int
  private let id: String?

  init(_ container: KeyedDecodingContainer<FileKey>, index: Int) {
    self.container = container
    self.index = index
    id = try? container.decode(String.self, forKey: FileKey("id"))
  }

  func read() throws -> ValidationCase {
    guard let id else { throw wrong("id", has("id") ? "must be a text" : "is missing") }
    let name = try text("system")
    guard let system = QueueingSystem.all.first(where: { $0.name == name }) else {
      throw wrong("system", "unknown \"\(name)\"; allowed are \(list(QueueingSystem.all.map(\.name)))")
    }
    try refuse(container, except: ["id", "system", "quantity", "value"] + system.keys, of: name)
    let model = try model(of: system)
    let quantity = try quantity(of: system)
    var priority: Int?
    if has("class") {
      let number = try integer("class", atLeast: 1)
      guard number <= model.classes else {
        throw wrong("class", "must be 1 (served first) to \(model.classes), was \(number)")
      }
      priority = number - 1
    }
    let value = try number("value")
    return ValidationCase(id: id, model: model, quantity: quantity, priority: priority, value: value)
  }

  private func quantity(of system: QueueingSystem) throws -> ValidationQuantity {
    let name = try text("quantity")
    let allowed = system.quantities + ["p50 … p99.9"]
    if let known = QueueingSystem.quantities.first(where: { $0.name == name }) {
      guard system.quantities.contains(name) else {
        throw wrong("quantity", "\(system.name) has no \(name); allowed are \(list(allowed))")
      }
      return known.quantity
    }
    if name.first == "p", let percent = Double(name.dropFirst()) {
      guard percent > 0, percent <= 99.99 else {
        throw wrong("quantity", "a percentile is above p0 and at most p99.99, was \(name)")
      }
      return .percentile(percent)
    }
    throw wrong("quantity", "unknown \"\(name)\"; allowed are \(list(allowed))")
  }

  private func model(of system: QueueingSystem) throws -> QueueModel {
    let model: QueueModel
    switch system.kind {
    case .single:
      model = QueueModel(.poisson(rates: [try positive("lambda")]), [.init(service: try exponential())])
    case .several:
      let servers = try integer("servers", atLeast: 1)
      model = QueueModel(
        .poisson(rates: [try positive("lambda")]), [.init(servers: servers, service: try exponential())])
    case .constantService:
      let service = ServiceShape.constant(1 / (try positive("mu", otherwise: 1)))
      model = QueueModel(.poisson(rates: [try positive("lambda")]), [.init(service: service)])
    case .generalService:
      model = QueueModel(.poisson(rates: [try positive("lambda")]), [.init(service: try service())])
    case .constantArrivals:
      model = QueueModel(.constant(rate: try positive("lambda")), [.init(service: try exponential())])
    case .limited:
      let capacity = try integer("capacity", atLeast: 1)
      model = QueueModel(
        .poisson(rates: [try positive("lambda")]),
        [.init(queueLimit: capacity - 1, service: try exponential())])
    case .loss:
      let servers = try integer("servers", atLeast: 1)
      model = QueueModel(
        .poisson(rates: [try positive("lambda")]),
        [.init(servers: servers, queueLimit: 0, service: try exponential())])
    case .closed:
      let demands = try positives("demands")
      let think = has("think") ? try number("think") : 0
      guard think >= 0 else { throw wrong("think", "must not be negative, was \(think)") }
      let users = try integer("users", atLeast: 1)
      guard users <= 10_000 else { throw wrong("users", "must be at most 10000, was \(users)") }
      model = QueueModel(
        .closed(users: users, think: think), demands.map { .init(service: .exponential(mean: $0)) })
    case .priority:
      model = QueueModel(.poisson(rates: try positives("lambdas")), [.init(service: try exponential())])
    case .tandem:
      model = QueueModel(
        .poisson(rates: [try positive("lambda")]),
        try positives("mus").map { .init(service: .exponential(mean: 1 / $0)) })
    }
    try check(model, system)
    return model
  }

  /// What cannot be simulated to an end.
  private func check(_ model: QueueModel, _ system: QueueingSystem) throws {
    if let most = model.stations.map(\.servers).max(), most > 10_000 {
      throw wrong("servers", "must be at most 10000, was \(most)")
    }
    if let limit = model.stations[0].queueLimit, limit > 1_000_000 {
      throw wrong("capacity", "must be at most 1000000, was \(limit + 1)")
    }
    let means = model.stations.map(\.service.mean)
    if let longest = means.max(), let shortest = means.min(), longest / shortest > 1e5 {
      throw wrong(nil, "service times differ by more than a factor of 100000")
    }
    // Where a run cannot start in the long-run state, what it forgets it must be able to forget in time.
    let most = model.classes > 1 ? 0.98 : 0.9995
    if let load = model.load, !model.loses, load > most {
      throw wrong(
        system.keys.first, "the load is \(load) per server; a queue settles below 1, here at most \(most)")
    }
    if case .closed(_, let think) = model.arrivals, think > 1e5 * means[0] {
      throw wrong("think", "must be at most 100000 times the demand, was \(think)")
    }
    if let load = model.load, load < 1e-4 || load > 1e4 {
      throw wrong(system.keys.first, "the load per server must be from 0.0001 to 10000, was \(load)")
    }
  }

  private func exponential() throws -> ServiceShape {
    .exponential(mean: 1 / (try positive("mu", otherwise: 1)))
  }

  /// The `service` object of M/G/1.
  private func service() throws -> ServiceShape {
    guard has("service") else { throw wrong("service", "is missing") }
    guard let inner = try? container.nestedContainer(keyedBy: FileKey.self, forKey: FileKey("service")) else {
      throw wrong("service", "must be an object with a kind")
    }
    return try ServiceReader(inner: inner, wrong: { wrong("service.\($0)", $1) }).read()
  }

  private func has(_ key: String) -> Bool { container.contains(FileKey(key)) }

  private func text(_ key: String) throws -> String {
    guard has(key) else { throw wrong(key, "is missing") }
    guard let text = try? container.decode(String.self, forKey: FileKey(key)) else {
      throw wrong(key, "must be a text")
    }
    return text
  }

  private func number(_ key: String) throws -> Double {
    guard has(key) else { throw wrong(key, "is missing") }
    guard let number = try? container.decode(Double.self, forKey: FileKey(key)), number.isFinite else {
      throw wrong(key, "must be a number")
    }
    return number
  }

  private func positive(_ key: String, otherwise standard: Double? = nil) throws -> Double {
    if let standard, !has(key) { return standard }
    let number = try number(key)
    guard number > 0 else { throw wrong(key, "must be positive, was \(number)") }
    return number
  }

  private func positives(_ key: String) throws -> [Double] {
    guard has(key) else { throw wrong(key, "is missing") }
    guard let numbers = try? container.decode([Double].self, forKey: FileKey(key)), !numbers.isEmpty else {
      throw wrong(key, "must be an array of numbers, at least one")
    }
    for number in numbers where !(number > 0 && number.isFinite) {
      throw wrong(key, "must be positive, each of them, was \(number)")
    }
    return numbers
  }

  private func integer(_ key: String, atLeast least: Int) throws -> Int {
    guard has(key) else { throw wrong(key, "is missing") }
    guard let number = try? container.decode(Int.self, forKey: FileKey(key)) else {
      throw wrong(key, "must be a whole number")
    }
    guard number >= least else { throw wrong(key, "must be at least \(least), was \(number)") }
    return number
  }

  private func refuse(
    _ container: KeyedDecodingContainer<FileKey>, except allowed: [String], of system: String
  )
    throws
  {
    let unknown = container.allKeys.map(\.stringValue).filter { !allowed.contains($0) }.sorted()
    if let first = unknown.first {
      throw wrong(first, "\(system) does not have it; allowed are \(list(allowed))")
    }
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private func wrong(_ key: String?, _ reason: String) -> ValidationCaseError {
    ValidationCaseError(index: index, id: id, key: key, reason: reason)
  }
}

/// Reads the `service` of a case.
private struct ServiceReader {
  let inner: KeyedDecodingContainer<FileKey>
  let wrong: (_ key: String, _ reason: String) -> ValidationCaseError

  private static let kinds = ["exponential", "constant", "uniform", "erlang", "hyperexponential", "twopoint"]

  func read() throws -> ServiceShape {
    guard let kind = try? inner.decode(String.self, forKey: FileKey("kind")) else {
      throw wrong("kind", "must be one of \(Self.kinds.joined(separator: ", "))")
    }
    let shape: ServiceShape
    switch kind {
    case "exponential":
      try allow(["mean"], kind)
      shape = .exponential(mean: try number("mean", above: 0))
    case "constant":
      try allow(["value"], kind)
      shape = .constant(try number("value", above: 0))
    case "uniform":
      try allow(["low", "high"], kind)
      let low = try number("low", above: -.leastNonzeroMagnitude)
      let high = try number("high", above: 0)
      guard low <= high else { throw wrong("high", "must be at least low (\(low)), was \(high)") }
      shape = .uniform(low: low, high: high)
    case "erlang":
      shape = try erlang()
    case "hyperexponential":
      try allow(["weights", "means"], kind)
      let (weights, means) = try pairs("means", above: 0)
      shape = .mixture(weights: weights, of: means.map { .exponential(mean: $0) })
    case "twopoint":
      try allow(["weights", "values"], kind)
      let (weights, values) = try pairs("values", above: -.leastNonzeroMagnitude)
      shape = .mixture(weights: weights, of: values.map { .constant($0) })
    default:
      throw wrong("kind", "unknown \"\(kind)\"; allowed are \(Self.kinds.joined(separator: ", "))")
    }
    guard shape.mean > 0 else { throw wrong("kind", "the mean service must be positive") }
    guard shape.squaredCoefficientOfVariation < 1e4 else {
      throw wrong("kind", "the variance must be below 10000 times the squared mean")
    }
    return shape
  }

  /// `stages` (also called `shape` or `k`) with the `mean` of them together, or the `rate` of each.
  private func erlang() throws -> ServiceShape {
    try allow(["stages", "shape", "k", "mean", "rate"], "erlang")
    let names = ["stages", "shape", "k"].filter { inner.contains(FileKey($0)) }
    guard names.count == 1, let name = names.first else {
      throw wrong(
        "stages", names.isEmpty ? "is missing" : "is given twice, as \(names.joined(separator: " and "))")
    }
    guard let stages = try? inner.decode(Int.self, forKey: FileKey(name)), (1...10_000).contains(stages)
    else {
      throw wrong(name, "must be a whole number from 1 to 10000")
    }
    guard inner.contains(FileKey("mean")) != inner.contains(FileKey("rate")) else {
      throw wrong("mean", "give either mean or rate")
    }
    return inner.contains(FileKey("mean"))
      ? .erlang(stages: stages, mean: try number("mean", above: 0))
      : .erlang(stages: stages, mean: Double(stages) / (try number("rate", above: 0)))
  }

  private func allow(_ keys: [String], _ kind: String) throws {
    let unknown = inner.allKeys.map(\.stringValue).filter { $0 != "kind" && !keys.contains($0) }.sorted()
    if let first = unknown.first {
      throw wrong(first, "\(kind) does not have it; allowed are \(keys.joined(separator: ", "))")
    }
  }

  private func number(_ key: String, above least: Double) throws -> Double {
    guard inner.contains(FileKey(key)) else { throw wrong(key, "is missing") }
    guard let number = try? inner.decode(Double.self, forKey: FileKey(key)), number.isFinite else {
      throw wrong(key, "must be a number")
    }
    guard number > least else {
      throw wrong(key, "must \(least < 0 ? "not be negative" : "be positive"), was \(number)")
    }
    return number
  }

  private func pairs(_ key: String, above least: Double) throws -> (weights: [Double], values: [Double]) {
    guard let weights = try? inner.decode([Double].self, forKey: FileKey("weights")), !weights.isEmpty else {
      throw wrong("weights", "must be an array of numbers, at least one")
    }
    guard let values = try? inner.decode([Double].self, forKey: FileKey(key)) else {
      throw wrong(key, "must be an array of numbers")
    }
    guard weights.count == values.count else {
      throw wrong(key, "must be as many as weights (\(weights.count)), were \(values.count)")
    }
    for weight in weights where !(weight >= 0 && weight.isFinite) {
      throw wrong("weights", "must not be negative, was \(weight)")
    }
    guard weights.reduce(0, +) > 0 else { throw wrong("weights", "must add up to more than zero") }
    for value in values where !(value > least && value.isFinite) {
      throw wrong(key, "must \(least < 0 ? "not be negative" : "be positive"), was \(value)")
    }
    return (weights, values)
  }
}
