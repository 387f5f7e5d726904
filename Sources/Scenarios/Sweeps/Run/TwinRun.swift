import SimCore

/// One case run twice: a run that is a function of its seed gives the same digest again.
struct TwinRun {
  let runner: CaseRunner

  /// Nil when a second run gives the digest of the first. Otherwise where the two part: both are run again with
  /// their traces kept, for as long as they part.
  func difference(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, first: CaseResult) -> Violation? {
    let second = runner.run(scenario, chaosCase)
    guard second.digest != first.digest else { return nil }
    let digests = "digest \(first.digest), then \(second.digest)"
    let one = runner.run(scenario, chaosCase, keeping: .trace)
    let other = runner.run(scenario, chaosCase, keeping: .trace)
    guard let parting = Self.firstDifference(one.trace, other.trace) else {
      return Violation(TwinRun.check, "\(digests); two more runs with their traces kept were the same")
    }
    return Violation(TwinRun.check, "\(digests); \(parting.text)", time: parting.time)
  }

  static let check = "determinism"

  struct Parting: Hashable {
    var time: Int64
    var text: String
  }

  /// The first event that is not the same in both.
  static func firstDifference(_ one: Trace, _ other: Trace) -> Parting? {
    let shorter = min(one.events.count, other.events.count)
    let place = (0..<shorter).first { !same(one.events[$0], other.events[$0]) }
    guard let place else {
      if one.events.count == other.events.count { return nil }
      let longer = one.events.count > shorter ? one : other
      let event = longer.events[shorter]
      return Parting(
        time: event.time,
        text: "event \(shorter) is \(describe(event, longer)) in one run and missing in the other")
    }
    return Parting(
      time: one.events[place].time,
      text: "event \(place) is \(describe(one.events[place], one)) in one run and "
        + "\(describe(other.events[place], other)) in the other")
  }

  private static func same(_ one: TraceEvent, _ other: TraceEvent) -> Bool {
    one.time == other.time && one.task == other.task && one.kind == other.kind && one.a == other.a
      && one.b == other.b && one.c == other.c
  }

  private static func describe(_ event: TraceEvent, _ trace: Trace) -> String {
    let arguments = event.arguments.map { " \($0.label)=\($0.value)" }.joined()
    return "\(event.kind.name)\(arguments) of task \(trace.label(of: event.task)) "
      + "at \(SimInstant(nanoseconds: event.time))"
  }
}
