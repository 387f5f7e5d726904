import Primitives

/// The first event at which the traces of two runs differ.
public struct TraceDivergence: Sendable {
  /// The number of events that both traces have before it.
  public let place: Int
  /// The time of the event, in the first trace if it has one.
  public let time: SimInstant
  /// The first trace's event as text; nil when the trace has ended.
  public let first: String?
  /// The second trace's event as text; nil when the trace has ended.
  public let second: String?
  /// The last events that both traces have, at most three.
  public let before: [String]

  /// Compares two traces; nil when they are equal. O(events).
  public init?(between first: Trace, and second: Trace) {
    let shorter = min(first.events.count, second.events.count)
    let different = (0..<shorter).first { !TraceDivergence.same(first.events[$0], second.events[$0]) }
    if different == nil && first.events.count == second.events.count { return nil }
    let place = different ?? shorter
    let longer = place < first.events.count ? first : second
    self.place = place
    time = SimInstant(nanoseconds: longer.events[place].time)
    self.first = place < first.events.count ? first.line(at: place) : nil
    self.second = place < second.events.count ? second.line(at: place) : nil
    before = (max(0, place - 3)..<place).map { first.line(at: $0) }
  }

  private static func same(_ first: TraceEvent, _ second: TraceEvent) -> Bool {
    first.time == second.time && first.task == second.task && first.kind == second.kind
      && first.a == second.a && first.b == second.b && first.c == second.c
  }

  /// The divergence on one line: `event 12 is … in one run and … in the other`.
  public var summary: String {
    switch (first, second) {
    case (let first?, let second?): "event \(place) is \(first) in one run and \(second) in the other"
    case (let event?, nil), (nil, let event?):
      "event \(place) is \(event) in one run and missing in the other"
    case (nil, nil): preconditionFailure("neither trace has event \(place)")
    }
  }
}

extension TraceDivergence: CustomStringConvertible {
  /// The events before the divergence and those of both traces at it, on several lines.
  public var description: String {
    let context = before.map { "\n    \($0)" }.joined()
    return "they diverge at event \(place), after\(context.isEmpty ? " nothing" : context)\n"
      + "  with \(first ?? "the end")\n  and  \(second ?? "the end")"
  }
}

extension Trace {
  /// Returns an event as text: `breaker.opened target=3 of task 7 buyer at 1.500 s`.
  fileprivate func line(at place: Int) -> String {
    let event = events[place]
    let arguments = event.arguments.map { " \($0.label)=\($0.value)" }.joined()
    return "\(event.kind.name)\(arguments) of task \(label(of: event.task)) "
      + "at \(SimInstant(nanoseconds: event.time))"
  }
}
