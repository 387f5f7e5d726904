/// The whole policy of a run: what guards each target, and what all of a call's targets share.
///
///     {
///       deadlineMs: 15000,
///       overall: {limit: 100},
///       default: {retry: {maxAttempts: 3}, breaker: "provider"},
///       targets: {
///         flights: {retry: {maxAttempts: 2}},
///         "flights.secondary": {breaker: null},
///       },
///     }
public struct PolicySet: Sendable, Hashable {
  /// Of a whole call, handed down to its attempts.
  public var deadline: Duration?
  /// A bulkhead that all targets share.
  public var overall: BulkheadPolicy?
  public var cache: CachePolicy?
  /// Of a target that has none of its own. In a file, a stage that is not named is as for a provider.
  public var standard: TargetPolicy
  /// By name: of a target, or of all whose name begins with it and a dot.
  public var targets: [String: TargetPolicy]

  /// 15 s for a call, 100 calls at once in all, each target guarded as a provider.
  public init(
    deadline: Duration? = .seconds(15), overall: BulkheadPolicy? = .overall,
    cache: CachePolicy? = nil, standard: TargetPolicy = .provider, targets: [String: TargetPolicy] = [:]
  ) {
    self.deadline = deadline
    self.overall = overall
    self.cache = cache
    self.standard = standard
    self.targets = targets
  }

  /// The policy of a target: its own, else that of the longest part of its name before a dot.
  public func policy(for target: String) -> TargetPolicy {
    var name = target[...]
    while true {
      if let policy = targets[String(name)] { return policy }
      guard let dot = name.lastIndex(of: ".") else { return standard }
      name = name[..<dot]
    }
  }

  /// The sets that have a name: each profile as the policy of all targets.
  public init?(named name: String) {
    guard let profile = Profile(named: name) else { return nil }
    self.init(standard: profile.policy)
  }
}

extension PolicySet {
  /// Reads JSON or JSON5, strictly: an unknown key, a wrong type, a value out of range or an impossible
  /// combination is refused with its path and what is allowed.
  public init(parsing text: String) throws(PolicyFileError) { try self.init(PolicyValue(parsing: text)) }

  public init(_ value: PolicyValue) throws(PolicyFileError) {
    var set = PolicySet()
    guard case .object(var members) = value else {
      throw Leaf<PolicySet>.refused(value, "", allowed: "an object")
    }
    // The targets build on the default, so that is read before them.
    let targets = members.removeValue(forKey: "targets")
    try Self.form.read(.object(members), "", into: &set)
    if let targets {
      guard let named = targets.object else {
        throw Leaf<PolicySet>.refused(targets, "targets", allowed: "an object of targets by name")
      }
      for (name, target) in named.sorted(by: { $0.key < $1.key }) {
        set.targets[name] = try TargetPolicy(target, at: "targets.\(name)", base: set.standard)
      }
    }
    self = set
  }

  /// Everything, also what has its default; what is absent is written as null.
  public var value: PolicyValue { Self.form.write(self) }

  public var json: String { value.json }

  /// A JSON Schema of the files `init(parsing:)` takes.
  public static var schema: PolicyValue {
    guard case .object(var schema) = form.schema else { preconditionFailure("a form is an object") }
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string("Policy set")
    return .object(schema)
  }

  static let form = Form<PolicySet>()
    .optional("deadlineMs", \.deadline, .milliseconds(atLeast: 1))
    .optional("overall", \.overall, BulkheadPolicy.leaf)
    .optional("cache", \.cache, CachePolicy.leaf)
    .key("default", \.standard, .form(TargetPolicy.form, base: .provider))
    .key("targets", \.targets, .named(.form(TargetPolicy.form, base: .provider)))
}

extension PolicySet: Codable {
  public init(from decoder: any Decoder) throws { try self.init(PolicyValue(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
