public import SimCore

/// What came of one case.
public struct CaseResult: Sendable {
  /// The fingerprint of every decision of the run.
  public var digest: Digest
  /// What did not hold; empty for a case that passed.
  public var violations: [Violation]
  /// How often each rare state was seen.
  public var seen: RareStateCounts
  /// How often each fault of the case struck, in the plan's order.
  public var faultsFired: [Int]
  /// How often each check was put to the test: one that never was has proved nothing.
  public var judged: [CheckCount]
  public var measures: CaseMeasures
  /// What had not come to rest when the case's patience ended.
  public var pending: [PendingWork]
  /// Empty unless the trace was kept.
  public var trace: Trace
  /// Empty unless the schedule was kept.
  public var schedule: Schedule

  public var passed: Bool { violations.isEmpty }
}

/// One thing that had to hold and did not.
public struct Violation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The check's name: `breaker legality`, `P1 double charge`, or the expectation's own text.
  public var check: String
  /// What was found, with the values.
  public var message: String
  /// When, in nanoseconds since the world began; nil for what holds of a whole run.
  public var time: Int64?
  /// The number of the request it is about.
  public var request: Int?

  public init(_ check: String, _ message: String, time: Int64? = nil, request: Int? = nil) {
    self.check = check
    self.message = message
    self.time = time
    self.request = request
  }

  /// `breaker legality at 1.5s, request 7: …`
  public var description: String {
    var text = check
    if let time { text += " at \(SimInstant(nanoseconds: time))" }
    if let request { text += ", request \(request)" }
    return "\(text): \(message)"
  }
}

/// Something that was still going on, and why.
public struct PendingWork: Sendable, Hashable, Codable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, Codable {
    case request, breaker, permit, saga, refund
  }
  public var kind: Kind
  /// Which one: a request's number, a target's name, a booking's id.
  public var subject: String
  /// What it waits for.
  public var reason: String

  public init(_ kind: Kind, _ subject: String, _ reason: String) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
  }

  public var description: String { "\(kind.rawValue) \(subject): \(reason)" }
}

/// How often a check found something to judge.
public struct CheckCount: Sendable, Hashable, Codable {
  public var check: String
  public var count: Int

  public init(_ check: String, _ count: Int) {
    self.check = check
    self.count = count
  }
}
