extension LatencyDistribution: Codable {
  /// Decodes the form of scenario files:
  ///
  ///     {"kind": "log-normal", "median": "210ms", "p99": "700ms"}
  ///     {"kind": "quantiles", "min": "80ms", "p50": "210ms", "p99.9": "1.4s"}
  ///     {"kind": "bimodal", "fast": {…}, "slow": {…}, "slowShare": "1%"}
  ///
  /// A time is a text with its unit; a text alone is a constant. An unknown kind or key, a missing key
  /// and an impossible value are errors that say what is allowed.
  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      guard let value = DurationText.nanoseconds(text) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: badTime(text)))
      }
      self = .constant(.nanoseconds(value))
      return
    }
    let specification = try Form(decoder).specification()
    do throws(DistributionError) {
      try self.init(specification)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  /// Encodes the form of scenario files.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(specification.kind, forKey: "kind")
    func encode(_ value: Duration, _ key: AnyKey) throws {
      try container.encode(DurationText.text(value.wholeNanoseconds), forKey: key)
    }
    switch specification {
    case .constant(let value): try encode(value, "value")
    case .uniform(let low, let high):
      try encode(low, "low")
      try encode(high, "high")
    case .exponential(let mean): try encode(mean, "mean")
    case .normal(let mean, let deviation), .logNormalMoments(let mean, let deviation),
      .gammaMoments(let mean, let deviation):
      try encode(mean, "mean")
      try encode(deviation, "standardDeviation")
    case .logNormal(let median, let p99), .paretoQuantiles(let median, let p99):
      try encode(median, "median")
      try encode(p99, "p99")
    case .pareto(let minimum, let shape):
      try encode(minimum, "minimum")
      try container.encode(shape, forKey: "shape")
    case .paretoMean(let mean, let shape), .gamma(let mean, let shape):
      try encode(mean, "mean")
      try container.encode(shape, forKey: "shape")
    case .erlang(let mean, let stages):
      try encode(mean, "mean")
      try container.encode(stages, forKey: "stages")
    case .bimodal(let fast, let slow, let share):
      try container.encode(fast, forKey: "fast")
      try container.encode(slow, forKey: "slow")
      try container.encode(share, forKey: "slowShare")
    case .mixture(let weights, let parts):
      try container.encode(weights, forKey: "weights")
      try container.encode(parts, forKey: "of")
    case .hyperexponential(let weights, let means):
      try container.encode(weights, forKey: "weights")
      try container.encode(means.map { DurationText.text($0.wholeNanoseconds) }, forKey: "means")
    case .quantiles(let quantiles):
      for quantile in quantiles { try encode(quantile.value, AnyKey(stringValue: quantile.name)) }
    case .histogram(let upperBounds, let counts):
      try container.encode(upperBounds.map { DurationText.text($0.wholeNanoseconds) }, forKey: "upperBounds")
      try container.encode(counts, forKey: "counts")
    }
  }
}

private func badTime(_ text: String) -> String {
  "a time needs a unit (ns, us, ms, s, m, h), such as \"210ms\"; was \"\(text)\""
}

private struct AnyKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init(stringLiteral value: String) { stringValue = value }
  init?(intValue: Int) { nil }
}

/// A distribution as it stands in a file, key by key.
private struct Form {
  private let container: KeyedDecodingContainer<AnyKey>
  private let build: (Form) throws -> LatencyDistribution.Specification

  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: AnyKey.self)
    let kind = try container.decode(String.self, forKey: "kind")
    let kinds = Form.kinds
    guard let entry = kinds.first(where: { $0.kind == kind }) else {
      throw DecodingError.dataCorruptedError(
        forKey: "kind", in: container,
        debugDescription: "unknown distribution \"\(kind)\"; known are "
          + kinds.map(\.kind).joined(separator: ", "))
    }
    build = entry.build
    if let keys = entry.keys {
      let unknown = container.allKeys.map(\.stringValue).filter { $0 != "kind" && !keys.contains($0) }
        .sorted()
      if let first = unknown.first {
        throw DecodingError.dataCorruptedError(
          forKey: AnyKey(stringValue: first), in: container,
          debugDescription: "\(kind) has no \"\(first)\"; it has \(keys.joined(separator: ", "))")
      }
    }
  }

  func specification() throws -> LatencyDistribution.Specification { try build(self) }

  private struct Entry {
    let kind: String
    /// Nil: the keys are data.
    let keys: [String]?
    let build: (Form) throws -> LatencyDistribution.Specification
  }

  private static var kinds: [Entry] {
    [
      Entry(kind: "constant", keys: ["value"]) { .constant(try $0.time("value")) },
      Entry(kind: "uniform", keys: ["low", "high"]) {
        .uniform(low: try $0.time("low"), high: try $0.time("high"))
      },
      Entry(kind: "exponential", keys: ["mean"]) { .exponential(mean: try $0.time("mean")) },
      Entry(kind: "normal", keys: ["mean", "standardDeviation"]) {
        .normal(mean: try $0.time("mean"), standardDeviation: try $0.time("standardDeviation"))
      },
      Entry(kind: "log-normal", keys: ["median", "p99", "mean", "standardDeviation"]) {
        try $0.either("median", "p99", or: "mean", "standardDeviation")
          ? .logNormal(median: try $0.time("median"), p99: try $0.time("p99"))
          : .logNormalMoments(mean: try $0.time("mean"), standardDeviation: try $0.time("standardDeviation"))
      },
      Entry(kind: "pareto", keys: ["minimum", "shape", "mean", "median", "p99"]) {
        if $0.has("median") || $0.has("p99") {
          _ = try $0.either("median", "p99", or: "minimum", "shape")
          _ = try $0.either("median", "p99", or: "mean", "shape")
          return .paretoQuantiles(median: try $0.time("median"), p99: try $0.time("p99"))
        }
        return try $0.either("minimum", or: "mean")
          ? .pareto(minimum: try $0.time("minimum"), shape: try $0.value("shape"))
          : .paretoMean(mean: try $0.time("mean"), shape: try $0.value("shape"))
      },
      Entry(kind: "gamma", keys: ["mean", "shape", "standardDeviation"]) {
        try $0.either("shape", or: "standardDeviation")
          ? .gamma(mean: try $0.time("mean"), shape: try $0.value("shape"))
          : .gammaMoments(mean: try $0.time("mean"), standardDeviation: try $0.time("standardDeviation"))
      },
      Entry(kind: "erlang", keys: ["mean", "stages"]) {
        .erlang(mean: try $0.time("mean"), stages: try $0.value("stages"))
      },
      Entry(kind: "bimodal", keys: ["fast", "slow", "slowShare"]) {
        .bimodal(fast: try $0.value("fast"), slow: try $0.value("slow"), slowShare: try $0.value("slowShare"))
      },
      Entry(kind: "mixture", keys: ["weights", "of"]) {
        .mixture(weights: try $0.value("weights"), of: try $0.value("of"))
      },
      Entry(kind: "hyperexponential", keys: ["weights", "means"]) {
        .hyperexponential(weights: try $0.value("weights"), means: try $0.times("means"))
      },
      Entry(kind: "quantiles", keys: nil) { .quantiles(try $0.quantiles()) },
      Entry(kind: "histogram", keys: ["upperBounds", "counts"]) {
        .histogram(upperBounds: try $0.times("upperBounds"), counts: try $0.value("counts"))
      },
    ]
  }

  func has(_ key: AnyKey) -> Bool { container.contains(key) }

  func value<Value: Decodable>(_ key: AnyKey) throws -> Value {
    try container.decode(Value.self, forKey: key)
  }

  func time(_ key: AnyKey) throws -> Duration {
    try duration(container.decode(String.self, forKey: key), key)
  }

  func times(_ key: AnyKey) throws -> [Duration] {
    try container.decode([String].self, forKey: key).map { try duration($0, key) }
  }

  func duration(_ text: String, _ key: AnyKey) throws -> Duration {
    guard let value = DurationText.nanoseconds(text) else {
      throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: badTime(text))
    }
    return .nanoseconds(value)
  }

  /// True for the first set of keys, false for the second; both at once say two things.
  func either(_ first: AnyKey..., or second: AnyKey...) throws -> Bool {
    let names = { (keys: [AnyKey]) in keys.map(\.stringValue).joined(separator: " and ") }
    if first.contains(where: has),
      let extra = second.first(where: { key in
        has(key) && !first.contains { $0.stringValue == key.stringValue }
      })
    {
      throw DecodingError.dataCorruptedError(
        forKey: extra, in: container,
        debugDescription: "takes either \(names(first)) or \(names(second)), not both")
    }
    return first.contains(where: has)
  }

  func quantiles() throws -> [LatencyDistribution.Quantile] {
    var quantiles: [LatencyDistribution.Quantile] = []
    for key in container.allKeys where key.stringValue != "kind" {
      guard let share = LatencyDistribution.Quantile.share(named: key.stringValue) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription:
            "a quantile is min, max, or p and a percentage such as p99.9; was \"\(key.stringValue)\"")
      }
      quantiles.append(.init(share, try time(key)))
    }
    return quantiles.sorted { $0.share < $1.share }
  }
}
