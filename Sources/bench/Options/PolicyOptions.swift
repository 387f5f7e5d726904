import Configuration
import Resilience
import Scenarios
import SimCore
import TravelPlanner

/// The resilience policies of the planner: `--policy`, a file or a library's profile.
struct PolicyOptions {
  static let policy = Option(
    "policy", nil, "FILE|NAME",
    "the resilience policies of the planner's calls: a file, or a profile of bench list")

  /// The path of the file or the name of the profile.
  var name: String
  var set: PolicySet
  var planner: PlannerPolicy

  /// Nil without `--policy`.
  static func chosen(_ arguments: Arguments) throws(CommandError) -> PolicyOptions? {
    guard let name = arguments.text(policy) else { return nil }
    let defaults = PolicyDefaults.planner
    if !defaults.names.contains(name), !isPath(name),
      let near = Suggestion.nearest(to: name, among: defaults.names)
    {
      throw .usage("--policy \(quoted(name)): no such file or profile; did you mean \(near)?")
    }
    do throws(ConfigurationError) {
      if let set = defaults.set(named: name) {
        return PolicyOptions(name: name, set: set, planner: try PlannerPolicy(set))
      }
    } catch {
      throw .badInput(name, error)
    }
    let text = try InputFile.read(name)
    do throws(ConfigurationError) {
      let set = try PolicySet(parsing: text, defaults: defaults)
      return PolicyOptions(name: name, set: set, planner: try PlannerPolicy(set))
    } catch {
      throw .badInput(name, error)
    }
  }

  /// The text for a report: the file's name and a fingerprint of its policies, which does not depend on how the
  /// file is written.
  var label: String {
    var digest = Digest()
    for byte in set.json.utf8 { digest.mix(UInt64(byte)) }
    let file = name.split(separator: "/").last.map(String.init) ?? name
    return "\(file) (digest \(digest))"
  }

  /// Prints a warning for each combination that is allowed and known to misbehave.
  func warn(_ console: Console) {
    for advice in set.advice { console.note("warning: \(name): \(advice)") }
  }
}

extension CommandError {
  /// The error for a configuration file that was refused.
  static func badInput(_ path: String, _ error: ConfigurationError) -> CommandError {
    .badInput("\(path): \(error.isSyntaxError ? "not JSON: " : "")\(error)")
  }
}
