import Configuration
import Experiments
import Foundation
import Primitives
import Resilience
import SimulatedServices
import TravelPlanner

/// The configurations that `bench metastability` examines, from the arguments.
struct MetastabilityOptions {
  static let load = Option(
    "load", nil, "N/s", "the load of the verdict (default: the configuration's own)")
  static let trigger = Option(
    "trigger", nil, "KIND:X%:TIME",
    "outage:100%:10s removes servers, spike:200%:10s adds requests; repeatable (default both)",
    repeatable: true)
  static let service = Option(
    "service", nil, "FILE", "a service in the form that bench show prints for a profile; needs servers")
  static let target = Option("target", nil, "NAME", "with --policy: the target whose policies are used")
  static let all = [load, trigger, PolicyOptions.policy, target, service]

  private(set) var configurations: [MetastabilityConfiguration] = []

  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    let policy = try PolicyOptions.chosen(arguments)
    policy?.warn(console)
    let target = try MetastabilityOptions.target(arguments, of: policy)
    let replacesPart = policy != nil || arguments.has(Self.service)
    let known = MetastabilityConfiguration.builtIn
    var names = arguments.operands
    if replacesPart {
      guard names.count <= 1 else {
        throw .usage("--policy and --service change one configuration, \(names.count) were named")
      }
      names = names.isEmpty ? [known[0].name] : names
    }
    for name in names.isEmpty ? known.map(\.name) : names {
      if configurations.contains(where: { $0.name == name }) { throw .usage("\(name) is named twice") }
      configurations.append(try choice("configuration", named: name, in: known, \.name))
    }
    if let policy, let name = arguments.operands.first {
      try refuseUnusedConfiguration(name, policy, arguments.has(Self.service))
    }
    if let path = arguments.text(Self.service) { try replaceService(path) }
    if let policy { replacePolicy(policy, target: target) }
    try setLoad(arguments)
    let triggers = try arguments.values(Self.trigger, MetastabilityOptions.trigger)
    if !triggers.isEmpty {
      for index in configurations.indices { configurations[index].triggers = triggers }
    }
  }

  /// Returns the target of `--policy` whose policies are used; nil for the default.
  private static func target(
    _ arguments: Arguments, of policy: PolicyOptions?
  ) throws(CommandError) -> String? {
    guard let policy else {
      try arguments.refuse(target, without: "--policy")
      return nil
    }
    guard let name = arguments.text(target) else { return nil }
    let names = PlannerPolicy.targetNames
    guard names.contains(name) || policy.set.targets[name] != nil else {
      throw unknown("target", name, among: names)
    }
    return name
  }

  /// Throws a usage error if nothing is left of the named configuration, whose policy is replaced.
  private func refuseUnusedConfiguration(
    _ name: String, _ policy: PolicyOptions, _ replacesService: Bool
  ) throws(CommandError) {
    let (named, standard) = (configurations[0], MetastabilityConfiguration.builtIn[0])
    let usesService = !replacesService && (named.service != standard.service || named.load != standard.load)
    if named.shedsExpired || named.cache != nil || usesService { return }
    throw .usage(
      "\(quoted(name)) has no effect here: it differs from the standard configuration in its policies, which "
        + "--policy \(policy.name) replaces")
  }

  private mutating func replacePolicy(_ policy: PolicyOptions, target: String?) {
    configurations[0].policy = target.map { policy.set.policy(for: $0) } ?? policy.set.standard
    configurations[0].name = "own-policy"
    configurations[0].summary = "policies of \(policy.label)" + (target.map { ", target \($0)" } ?? "")
  }

  private mutating func replaceService(_ path: String) throws(CommandError) {
    let text = try InputFile.read(path)
    let model: ServiceModel
    do throws(ConfigurationError) {
      model = try ServiceModel.codec.read(JSONValue(parsing: text))
    } catch {
      throw .badInput(path, error)
    }
    guard let servers = model.servers, model.latency.mean > 0 else {
      throw .badInput("\(path): servers: needed, with a latency above zero, because they define the capacity")
    }
    let old = configurations[0]
    let capacity = Double(servers) * 1e9 / model.latency.mean
    guard capacity >= 2, capacity <= 100_000 else {
      throw .badInput("\(path): the servers' capacity must be 2 to 100,000 calls a second, was \(capacity)")
    }
    configurations[0] = MetastabilityConfiguration(
      "own-service", "\(old.summary) (policies of \(old.name))", service: model, policy: old.policy,
      load: max(1, Int(saturating: capacity * 0.7)))
    configurations[0].shedsExpired = old.shedsExpired
    configurations[0].cache = old.cache
  }

  private mutating func setLoad(_ arguments: Arguments) throws(CommandError) {
    guard arguments.has(Self.load) else { return }
    let rate = try arguments.value(Self.load, default: 0, ValueParser.rate)
    guard rate >= 1, rate <= 100_000, rate == rate.rounded() else {
      throw .usage("--load: must be a whole number of requests a second, 1 to 100,000, was \(rate)")
    }
    for index in configurations.indices {
      configurations[index].load = Int(saturating: rate)
      configurations[index].highestLoad = max(configurations[index].highestLoad, Int(saturating: rate))
    }
  }

  /// Parses a trigger as `outage:100%:10s`.
  private static func trigger(_ text: String) throws(ValueError) -> MetastabilityTrigger {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { throw ValueError("a trigger is KIND:STRENGTH%:TIME, as outage:100%:10s") }
    guard let kind = MetastabilityTrigger.Kind(rawValue: parts[0]) else {
      throw ValueError("a trigger is an outage or a spike")
    }
    guard parts[1].hasSuffix("%"), let strength = Int(parts[1].dropLast()), kind.strengths.contains(strength)
    else {
      throw ValueError(
        "the strength of a \(kind) is \(kind.strengths.lowerBound)% to \(kind.strengths.upperBound)%")
    }
    let time = try ValueParser.duration(parts[2])
    guard time >= 1_000_000, time <= 3_600_000_000_000 else {
      throw ValueError("a trigger lasts 1ms to 1h")
    }
    return MetastabilityTrigger(kind, strength: strength, duration: .nanoseconds(time))
  }
}
