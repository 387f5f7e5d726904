import Primitives

/// What kind of decision an event records: a name, hashed once for the digest.
///
///     extension TraceKind { static let breakerOpened = TraceKind("breaker.opened", "target") }
public struct TraceKind: Sendable, Hashable {
  public let name: String
  /// What the event's integers mean, in order.
  public let labels: [String]
  public let hash: UInt64

  /// `name` in lower case, with a dot behind its subject; up to three labels. Make kinds once, as constants.
  public init(_ name: StaticString, _ labels: StaticString...) {
    self.init(named: "\(name)", labels.map { "\($0)" })
  }

  /// As above, for a name that is put together at run time.
  public init(named name: String, _ labels: String...) { self.init(named: name, labels) }

  private init(named name: String, _ labels: [String]) {
    precondition(labels.count <= 3, "an event has three integers, \(name) names \(labels.count)")
    self.name = name
    self.labels = labels
    hash = Site(name).hash
  }

  public static func == (a: TraceKind, b: TraceKind) -> Bool { a.hash == b.hash }
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension TraceKind {
  /// A task became ready.
  public static let taskReady = TraceKind("task.ready")
  /// A task was chosen to run; how many were ready.
  public static let taskRun = TraceKind("task.run", "ready")
  /// A timer fired; the order in which it was armed.
  public static let timerFired = TraceKind("timer.fired", "sequence")
  /// A fault was injected; its place in the plan, the key and the attempt it hit.
  public static let faultInjected = TraceKind("fault.injected", "fault", "key", "attempt")
  /// A fault point was passed; whether it failed.
  public static let faultPoint = TraceKind("fault.point", "failed", "pass")
  /// A knob was turned away from its default; the value in use.
  public static let knobSpiked = TraceKind("knob.spiked", "value")
  /// The body returned.
  public static let bodyReturned = TraceKind("body.returned")
}

/// One decision of a run.
public struct TraceEvent: Sendable {
  /// Nanoseconds since the world began.
  public var time: Int64
  /// The task that made it, counted from 1 by first appearance; 0 for the world itself.
  public var task: UInt64
  public var kind: TraceKind
  public var a: Int64
  public var b: Int64
  public var c: Int64

  /// The event's integers with their labels.
  public var arguments: [(label: String, value: Int64)] {
    zip(kind.labels, [a, b, c]).map { ($0, $1) }
  }
}
