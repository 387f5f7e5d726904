public import Primitives

/// Everything that goes wrong in a run, as data: it can be saved, loaded, merged, and shrunk by taking parts
/// out.
public struct FaultPlan: Sendable, Hashable, Codable {
  public var faults: [Fault]
  /// Fault points in the code that may fail.
  public var points: [FaultPointRule]
  /// Settings that may be turned away from their defaults.
  public var knobs: [KnobRule]

  public init(_ faults: [Fault] = [], points: [FaultPointRule] = [], knobs: [KnobRule] = []) {
    self.faults = faults
    self.points = points
    self.knobs = knobs
  }

  public var isEmpty: Bool { faults.isEmpty && points.isEmpty && knobs.isEmpty }

  /// Both plans at once. A fault of `other` with a name this plan uses gets a number behind it.
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

  /// The plan without the faults at these places.
  public func without(_ places: some Collection<Int>) -> FaultPlan {
    var plan = self
    plan.faults = faults.indices.filter { !places.contains($0) }.map { faults[$0] }
    return plan
  }
}

/// Which fault points may fail. A point is armed or not for the whole run, and an armed one fails now and
/// then: so one seed meets few kinds of trouble, often.
public struct FaultPointRule: Sendable, Hashable, Codable {
  public var pattern: NamePattern
  /// How likely a point is armed, drawn once for each seed.
  public var armed: Ratio
  /// How likely an armed point fails, drawn at each pass.
  public var fires: Ratio

  public init(
    _ pattern: NamePattern, armed: Ratio = Ratio(25, outOf: 100), fires: Ratio = Ratio(25, outOf: 100)
  ) {
    self.pattern = pattern
    self.armed = armed
    self.fires = fires
  }
}

/// Which settings may be turned to an extreme, and how likely, drawn once for each seed.
public struct KnobRule: Sendable, Hashable, Codable {
  public var pattern: NamePattern
  public var spiked: Ratio

  public init(_ pattern: NamePattern, spiked: Ratio = Ratio(5, outOf: 100)) {
    self.pattern = pattern
    self.spiked = spiked
  }
}
