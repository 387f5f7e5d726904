public import Primitives

/// The faults of a run as data: a plan can be saved, loaded, merged, and shrunk by removing parts.
public struct FaultPlan: Sendable, Hashable, Codable {
  /// The faults that hit calls or the world.
  public var faults: [Fault]
  /// The fault points in the code that may fail.
  public var points: [FaultPointRule]
  /// The settings that may be turned away from their defaults.
  public var knobs: [KnobRule]

  /// Creates a plan; by default nothing goes wrong.
  public init(_ faults: [Fault] = [], points: [FaultPointRule] = [], knobs: [KnobRule] = []) {
    self.faults = faults
    self.points = points
    self.knobs = knobs
  }

  /// True when nothing goes wrong.
  public var isEmpty: Bool { faults.isEmpty && points.isEmpty && knobs.isEmpty }

  /// Returns both plans as one. A fault of `other` whose name this plan uses gets a number after its name.
  public func merged(with other: FaultPlan) -> FaultPlan {
    var merged = self
    for fault in other.faults {
      var fault = fault
      let name = fault.name
      var number = 2
      while merged.faults.contains(where: { $0.name == fault.name }) {
        fault.name = "\(name)-\(number)"
        number += 1
      }
      merged.faults.append(fault)
    }
    merged.points += other.points
    merged.knobs += other.knobs
    return merged
  }

  /// Returns the plan without the faults at some places.
  public func without(_ places: some Collection<Int>) -> FaultPlan {
    var plan = self
    plan.faults = faults.indices.filter { !places.contains($0) }.map { faults[$0] }
    return plan
  }
}

/// A rule for the fault points that may fail.
///
/// Each point is enabled or disabled for a whole run, and an enabled one fails with probability `fires`
/// (FoundationDB's "buggify"): one seed has few kinds of failures, and each of them often.
public struct FaultPointRule: Sendable, Hashable, Codable {
  /// The names of the points.
  public var pattern: NamePattern
  /// The probability that a point is enabled, drawn once for each seed.
  public var armed: Ratio
  /// The probability that an enabled point fails, drawn at each pass.
  public var fires: Ratio

  /// Creates a rule; by default one point in four is enabled and fails at one pass in four.
  public init(
    _ pattern: NamePattern, armed: Ratio = Ratio(25, outOf: 100), fires: Ratio = Ratio(25, outOf: 100)
  ) {
    self.pattern = pattern
    self.armed = armed
    self.fires = fires
  }
}

/// A rule for the settings that may be turned to an extreme.
public struct KnobRule: Sendable, Hashable, Codable {
  /// The names of the settings.
  public var pattern: NamePattern
  /// The probability that a setting is turned, drawn once for each seed.
  public var spiked: Ratio

  /// Creates a rule; by default one setting in twenty is turned.
  public init(_ pattern: NamePattern, spiked: Ratio = Ratio(5, outOf: 100)) {
    self.pattern = pattern
    self.spiked = spiked
  }
}
