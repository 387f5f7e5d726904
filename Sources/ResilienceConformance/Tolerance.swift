package import Configuration
import Resilience

/// A steady-state check: is a value within a tolerance?
package struct Tolerance: Sendable {
  private let tolerance: JSONValue

  package init(_ tolerance: JSONValue) { self.tolerance = tolerance }

  /// A plain tolerance is equality, with the `status` of a value that has one; a list is a set of
  /// statuses for such a value, else a pair is a range with its ends and a longer list a set; `regex`
  /// finds, `range` compares as numbers, both optionally in the field `target`.
  package func holds(_ value: JSONValue) -> Bool {
    switch tolerance {
    case .object: return holdsForm(value)
    case .array(let list):
      if let status = value["status"] { return list.contains { VectorChecks.equal($0, status) } }
      if list.count == 2, let low = list[0].double, let high = list[1].double {
        return value.double.map { low <= $0 && $0 <= high } ?? false
      }
      return list.contains { VectorChecks.equal($0, value) }
    case .null, .bool, .integer, .number, .string:
      return VectorChecks.equal(tolerance, value["status"] ?? value)
    }
  }

  private func holdsForm(_ value: JSONValue) -> Bool {
    guard let looked = tolerance["target"]?.string.map({ value[$0] }) ?? value else { return false }
    switch tolerance["type"]?.string {
    case "regex":
      guard let text = looked.string ?? looked.double.map({ "\($0)" }),
        let pattern = tolerance["pattern"]?.string, let regex = try? Regex(pattern)
      else { return false }
      return text.firstMatch(of: regex) != nil
    case "range":
      guard let range = tolerance["range"]?.array, range.count == 2, let low = range[0].double,
        let high = range[1].double, let number = looked.double ?? looked.string.flatMap(Double.init)
      else { return false }
      return low <= number && number <= high
    default: return false
    }
  }
}

extension Conformance {
  static func runTolerance(_ vector: Vector) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    let expected = vector.expect["within"]?.array ?? []
    for (index, input) in (vector.inputs?.array ?? []).enumerated() where index < expected.count {
      checks.step = index + 1
      let within = Tolerance(input["tolerance"] ?? .null).holds(input["value"] ?? .null)
      if expected[index].bool != within {
        checks.fail("within", expected: expected[index].json, actual: "\(within)")
      }
    }
    return checks.failures
  }
}
