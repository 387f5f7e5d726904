import Glibc
import Testing

/// The replay of a single seed of a test.
enum Replay {
  /// The seed in the environment variable `SIM_SEED`; nil to run all seeds. Traps on a value that is no seed.
  static var seed: UInt64? { seed(from: unsafe getenv("SIM_SEED").map { unsafe String(cString: $0) }) }

  /// Returns the seed that a value of the variable names.
  static func seed(from text: String?) -> UInt64? {
    guard let text, !text.isEmpty else { return nil }
    guard let seed = UInt64(text) else {
      preconditionFailure("SIM_SEED must be a whole number, was \"\(text)\"")
    }
    return seed
  }

  /// Returns the command that runs the current test with this seed alone.
  static func command(_ seed: UInt64) -> String {
    guard let test = Test.current else { return "SIM_SEED=\(seed)" }
    return "SIM_SEED=\(seed) swift test --filter '\(filter(test.id.moduleName, test.id.nameComponents))'"
  }

  /// Returns a regular expression for one test, in which any character may stand for one that is no letter, digit or
  /// underscore.
  static func filter(_ module: String, _ components: [String]) -> String {
    let path = components.map { component in
      let name =
        component.hasPrefix("`") ? component.dropFirst().prefix { $0 != "`" } : component.prefix { $0 != "(" }
      return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "." })
    }
    return module + "." + path.joined(separator: ".*")
  }
}
