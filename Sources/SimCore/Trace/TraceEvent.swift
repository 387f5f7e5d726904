import Primitives

/// The kind of decision that an event records: a name, hashed once for the digest.
///
///     extension TraceKind { static let breakerOpened = TraceKind("breaker.opened", "target") }
public struct TraceKind: Sendable, Hashable {
  /// The name: `breaker.opened`.
  public let name: String
  /// The meanings of the event's integers, in order.
  public let labels: [String]
  /// The hash of the name, which enters the digest.
  public let hash: UInt64

  /// Creates the kind `name`, in lower case with a dot behind its subject, with up to three labels. Create kinds
  /// once, as constants.
  public init(_ name: StaticString, _ labels: StaticString...) {
    self.init(named: "\(name)", labels.map { "\($0)" })
  }

  /// Creates a kind whose name is composed at run time.
  public init(named name: String, _ labels: String...) { self.init(named: name, labels) }

  private init(named name: String, _ labels: [String]) {
    precondition(labels.count <= 3, "an event has three integers, \(name) names \(labels.count)")
    self.name = name
    self.labels = labels
    hash = DrawSite(name).hash
  }

  /// Compares the hashes.
  public static func == (a: TraceKind, b: TraceKind) -> Bool { a.hash == b.hash }
  /// Hashes the hash of the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension TraceKind {
  /// A task became ready.
  public static let taskReady = TraceKind("task.ready")
  /// A task was chosen to run; the number of those ready.
  public static let taskRun = TraceKind("task.run", "ready")
  /// A timer fired; its place in the order in which timers were armed.
  public static let timerFired = TraceKind("timer.fired", "sequence")
  /// A fault was injected; its place in the plan, the key and the attempt of the call.
  public static let faultInjected = TraceKind("fault.injected", "fault", "key", "attempt")
  /// A fault point was passed; 1 when it failed, and the number of the pass.
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
  /// The kind of decision.
  public var kind: TraceKind
  /// The integer of the kind's first label.
  public var a: Int64
  /// The integer of the kind's second label.
  public var b: Int64
  /// The integer of the kind's third label.
  public var c: Int64

  /// The event's integers with their labels.
  public var arguments: [(label: String, value: Int64)] {
    zip(kind.labels, [a, b, c]).map { ($0, $1) }
  }
}
