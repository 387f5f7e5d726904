import Foundation
import Primitives
import Resilience
import Scenarios

/// The configurations that `bench metastability` was asked to judge.
struct MetastabilityChoice {
  private(set) var configurations: [MetastabilityConfiguration] = []

  private typealias Options = MetastabilityCommand

  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    let policy = try ChosenPolicy.chosen(arguments)
    policy?.warn(console)
    if policy == nil, arguments.has(Options.target) {
      throw .usage("--target goes with --policy")
    }
    let isOwn = policy != nil || arguments.has(Options.service)
    let known = MetastabilityConfiguration.builtIn
    var names = arguments.operands
    if isOwn {
      guard names.count <= 1 else {
        throw .usage("--policy and --service change one configuration, \(names.count) were named")
      }
      names = names.isEmpty ? [known[0].name] : names
    }
    if names.isEmpty { names = known.map(\.name) }
    for name in names {
      guard let found = MetastabilityConfiguration(named: name) else {
        let hint = nearest(to: name, among: known.map(\.name)).map { "; did you mean \($0)?" } ?? ""
        throw .usage(
          "no configuration is named \(quoted(name))\(hint) (there are \(known.map(\.name).joined(separator: ", ")))"
        )
      }
      if configurations.contains(where: { $0.name == name }) { throw .usage("\(name) is named twice") }
      configurations.append(found)
    }
    if let path = arguments.text(Options.service) { try replaceService(path, console) }
    if let policy {
      let target = arguments.text(Options.target)
      configurations[0].policy = target.map { policy.set.policy(for: $0) } ?? policy.set.standard
      configurations[0].name = "own-policy"
      configurations[0].summary =
        "guarded as \(policy.label)" + (target.map { ", target \($0)" } ?? "") + " says"
    }
    try setLoad(arguments)
    try setTriggers(arguments)
  }

  private mutating func replaceService(_ path: String, _ console: Console) throws(CommandError) {
    let text = try OutputFolder.read(path)
    let model: ServiceModel
    do {
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      model = try decoder.decode(ServiceModel.self, from: Data(text.utf8))
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw .badInput("\(path): \(key): \(context.debugDescription)")
    } catch {
      throw .badInput("\(path): \(JSONProblem.text(error))")
    }
    guard let servers = model.servers, model.latency.mean > 0 else {
      throw .badInput("\(path): servers: needed, and a latency above zero: without them there is no capacity")
    }
    let old = configurations[0]
    let capacity = Double(servers) * 1e9 / model.latency.mean
    guard capacity >= 2, capacity <= 100_000 else {
      throw .badInput("\(path): the servers' capacity must be 2 to 100,000 calls a second, was \(capacity)")
    }
    configurations[0] = MetastabilityConfiguration(
      "own-service", "\(old.summary) (guards of \(old.name))", service: model, policy: old.policy,
      load: max(1, Int(capacity * 0.7)))
    configurations[0].shedsExpired = old.shedsExpired
    configurations[0].cache = old.cache
  }

  private mutating func setLoad(_ arguments: Arguments) throws(CommandError) {
    guard arguments.has(Options.load) else { return }
    let rate = try arguments.value(Options.load, default: 0, Value.rate)
    guard rate >= 1, rate <= 100_000, rate == rate.rounded() else {
      throw .usage("--load: must be a whole number of requests a second, 1 to 100,000, was \(rate)")
    }
    for place in configurations.indices {
      configurations[place].load = Int(rate)
      configurations[place].highestLoad = max(configurations[place].highestLoad, Int(rate))
    }
  }

  private mutating func setTriggers(_ arguments: Arguments) throws(CommandError) {
    var triggers: [MetastabilityTrigger] = []
    for text in arguments.texts(Options.trigger) {
      do {
        triggers.append(try MetastabilityChoice.trigger(text))
      } catch {
        throw .usage("--trigger \(quoted(text)): \(error.message)")
      }
    }
    if triggers.isEmpty { return }
    for place in configurations.indices { configurations[place].triggers = triggers }
  }

  /// `outage:100%:10s`.
  static func trigger(_ text: String) throws(ValueError) -> MetastabilityTrigger {
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
    let time = try Value.duration(parts[2])
    guard time >= 1_000_000, time <= 3_600_000_000_000 else {
      throw ValueError("a trigger lasts 1ms to 1h")
    }
    return MetastabilityTrigger(kind, strength: strength, duration: .nanoseconds(time))
  }
}
