public import Configuration

/// The policies of all targets of a run, and what the targets of one call share.
///
///     {
///       deadlineMs: 15000,
///       overall: {limit: 100},
///       default: {retry: {maxAttempts: 3}, breaker: "polly"},
///       targets: {
///         flights: {retry: {maxAttempts: 2}},
///         "flights.secondary": {breaker: null},
///       },
///     }
public struct PolicySet: Sendable, Hashable {
  /// The time of a whole call, handed down to its attempts.
  public var deadline: Duration?
  /// A bulkhead that all targets share.
  public var overall: BulkheadPolicy?
  /// The cache in front of each target.
  public var cache: CachePolicy?
  /// The policy of a target that has none of its own.
  public var standard: TargetPolicy
  /// Policies by name: of one target, or of all whose names begin with it and a dot.
  public var targets: [String: TargetPolicy]

  /// Only the policies given; without any, a call is made once and waits as long as it takes.
  public init(
    deadline: Duration? = nil, overall: BulkheadPolicy? = nil, cache: CachePolicy? = nil,
    standard: TargetPolicy = TargetPolicy(), targets: [String: TargetPolicy] = [:]
  ) {
    self.deadline = deadline
    self.overall = overall
    self.cache = cache
    self.standard = standard
    self.targets = targets
  }

  /// Returns the policy of a target: its own, else that of the longest part of its name before a dot, else
  /// `standard`.
  public func policy(for target: String) -> TargetPolicy {
    var name = target[...]
    while true {
      if let policy = targets[String(name)] { return policy }
      guard let dot = name.lastIndex(of: ".") else { return standard }
      name = name[..<dot]
    }
  }
}

// MARK: Files

extension PolicySet {
  /// Reads JSON or JSON5, strictly: an unknown key, a wrong type, a value out of range or an impossible
  /// combination is refused with its path and what is allowed.
  public init(
    parsing text: String, defaults: PolicyDefaults = PolicyDefaults()
  ) throws(ConfigurationError) { try self.init(JSONValue(parsing: text), defaults: defaults) }

  /// Reads the value of a policy file.
  public init(
    _ value: JSONValue, defaults: PolicyDefaults = PolicyDefaults()
  ) throws(ConfigurationError) {
    guard case .object(var members) = value else {
      throw FieldCodec<PolicySet>.refused(value, at: "", allowed: "an object")
    }
    var set = defaults.base
    let target = TargetPolicy.fields(naming: defaults.profiles)
    // The targets build on the default, so that is read before them.
    let targets = members.removeValue(forKey: "targets")
    try Self.fields(target, base: set.standard).read(.object(members), into: &set)
    if let targets {
      guard let named = targets.object else {
        throw FieldCodec<PolicySet>.refused(targets, at: "targets", allowed: "an object of targets by name")
      }
      for (name, policy) in named.sorted(by: { $0.key < $1.key }) {
        var own = set.standard
        try target.read(policy, at: "targets.\(name)", into: &own)
        set.targets[name] = own
      }
    }
    self = set
  }

  /// The set as a file with every key, also those with their default; what is absent is null.
  public var value: JSONValue { Self.fields.write(self) }

  /// `value` as text.
  public var json: String { value.json }

  /// A JSON Schema of the files that `init(parsing:)` reads.
  public static var schema: JSONValue {
    guard case .object(var schema) = fields.schema else {
      preconditionFailure("an object is described by one")
    }
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string("Policy set")
    return .object(schema)
  }

  private static let fields = fields(TargetPolicy.fields, base: TargetPolicy())

  private static func fields(
    _ target: ObjectCodec<TargetPolicy>, base: TargetPolicy
  ) -> ObjectCodec<PolicySet> {
    ObjectCodec<PolicySet>()
      .optional("deadlineMs", \.deadline, .milliseconds(atLeast: 1))
      .optional("overall", \.overall, BulkheadPolicy.codec)
      .optional("cache", \.cache, CachePolicy.codec)
      .field("default", \.standard, .object(target, base: base))
      .field("targets", \.targets, .dictionary(.object(target, base: base)))
  }
}

extension PolicySet: Codable {
  /// Reads the form of a policy file.
  public init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
