import Resilience
import Scenarios
import SimCore
import TravelPlanner

/// The policy set that `--policy` names: a file, or a profile's.
struct ChosenPolicy {
  /// The path or the profile's name.
  var name: String
  var set: PolicySet
  var planner: PlannerPolicy

  static let option = Option(
    "policy", nil, "FILE",
    "guard the planner's calls as a file says, or a profile's name (bench show policy NAME)")

  static func chosen(_ arguments: Arguments) throws(CommandError) -> ChosenPolicy? {
    guard let name = arguments.text(option) else { return nil }
    if let set = PolicySet(named: name) {
      do throws(PolicyFileError) {
        return ChosenPolicy(name: name, set: set, planner: try PlannerPolicy(set))
      } catch {
        throw .badInput("\(name): \(error)")
      }
    }
    // A word that is no path is a profile that is not known.
    if !name.contains(where: { $0 == "/" || $0 == "." }), let hint = nearest(to: name, among: Profile.names) {
      throw .usage("--policy \(quoted(name)): no such file or profile; did you mean \(hint)?")
    }
    let text = try OutputFolder.read(name)
    do throws(PolicyFileError) {
      let set = try PolicySet(parsing: text)
      return ChosenPolicy(name: name, set: set, planner: try PlannerPolicy(set))
    } catch {
      throw .badInput("\(name): \(error.path.hasPrefix("line ") ? "not JSON: " : "")\(error)")
    }
  }

  /// For a report: the file's name and a fingerprint of what it says, however it is written.
  var label: String {
    var digest = Digest()
    for byte in set.json.utf8 { digest.mix(UInt64(byte)) }
    let file = name.split(separator: "/").last.map(String.init) ?? name
    return "\(file) (digest \(digest))"
  }

  /// Says what is allowed and known to misbehave.
  func warn(_ console: Console) {
    for advice in set.advice { console.note("warning: \(name): \(advice)") }
  }
}
