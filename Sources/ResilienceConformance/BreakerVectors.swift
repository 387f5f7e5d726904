import Configuration
import Resilience

/// A breaker under a vector's clock, with what the expectations ask about.
struct BreakerVectorRunner {
  var breaker: CircuitBreaker
  /// Ticks that make a millisecond.
  let millisecond: Int64
  let start: Int64
  let followsWall: Bool
  private var time: Int64 = 0
  private var wallShift: Int64 = 0
  private(set) var events: [String: Int] = [:]
  private var running: [String: CircuitBreaker.Permit] = [:]
  private var lastAdmitted: Bool?
  private var admittedCount = 0
  private var retryAfter: Int64?
  private var error: JSONValue = .null

  /// Runs in nanoseconds where the vector's times fit in 64 bits of them, else in milliseconds.
  init(_ policy: BreakerPolicy, millisecond ticks: Int64 = 1_000_000) {
    let limit = Duration.seconds(9_000_000_000)
    let fits = policy.clock.start < limit && (policy.clock.maximum ?? .zero) < limit
    millisecond = fits ? ticks : 1
    start = BreakerVectorRunner.ticks(policy.clock.start, millisecond)
    followsWall = policy.clock.source == .wall
    breaker = CircuitBreaker(CompiledBreakerPolicy(policy, millisecond: millisecond), at: start)
  }

  private static func ticks(_ duration: Duration, _ millisecond: Int64) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return (seconds * 1000 + attoseconds / 1_000_000_000_000_000) * millisecond
  }

  var now: Int64 { start + time + (followsWall ? wallShift : 0) }

  private mutating func note(_ event: CircuitBreaker.Event) { events["\(event.kind)", default: 0] += 1 }

  mutating func settle() {
    var noted: [CircuitBreaker.Event] = []
    breaker.advance(to: now) { noted.append($0) }
    for event in noted { note(event) }
  }

  /// Does one step; the letter says whether a permit was asked for and given.
  mutating func perform(_ step: JSONValue) throws(ConfigurationError) -> Character {
    if let at = step["atMs"]?.int64 {
      time = at * millisecond
      settle()
    }
    var noted: [CircuitBreaker.Event] = []
    defer { for event in noted { note(event) } }
    let emit = { (event: CircuitBreaker.Event) in noted.append(event) }
    lastAdmitted = nil
    admittedCount = 0
    error = .null
    switch step["do"]?.string {
    case "start":
      guard let id = step["id"]?.string else { throw ConfigurationError("id", "a start needs an id") }
      if let permit = ask(emit) { running[id] = permit }
    case "finish":
      guard let id = step["id"]?.string, let permit = running.removeValue(forKey: id) else { break }
      breaker.record(
        try outcome(step), permit, duration: step["ms"]?.int64.map { $0 * millisecond }, at: now, emit)
    case "call":
      for _ in 0..<(step["times"]?.int ?? 1) { call(try outcome(step), step["ms"]?.int64 ?? 0, emit) }
    case "calls":
      for letter in step["outcomes"]?.string ?? "" {
        let outcome: Outcome =
          switch letter {
          case "S": .success
          case "F": .failure
          case "I": .ignored
          case "C": .cancelled
          default: throw ConfigurationError("outcomes", "'\(letter)' is no outcome")
          }
        call(outcome, step["ms"]?.int64 ?? 0, emit)
      }
    case "advance":
      time += (step["ms"]?.int64 ?? 0) * millisecond
      breaker.advance(to: now, emit)
    case "stepWall":
      wallShift += (step["ms"]?.int64 ?? 0) * millisecond
      breaker.advance(to: now, emit)
    case "force":
      guard let name = step["state"]?.string, let next = BreakerVectorRunner.states[name] else {
        throw ConfigurationError("state", "no such state")
      }
      let wait = step["forMs"]?.int64.map { $0 * millisecond }
      let until = step["untilMs"]?.int64.map { $0 * millisecond - time }
      do throws(CircuitBreaker.ManualError) {
        try breaker.force(next, wait: wait ?? until, at: now, emit)
      } catch {
        self.error = .string("illegalTransition")
      }
    case "reset": breaker.reset(at: now, emit)
    case "read": breaker.read(at: now, emit)
    default: throw ConfigurationError("do", "\(step["do"]?.json ?? "nothing") is not known")
    }
    return lastAdmitted.map { $0 ? "T" : "F" } ?? "-"
  }

  private mutating func ask(_ emit: (CircuitBreaker.Event) -> Void) -> CircuitBreaker.Permit? {
    switch breaker.admit(at: now, emit) {
    case .admitted(let permit):
      lastAdmitted = true
      admittedCount += 1
      retryAfter = nil
      return permit
    case .refused(let retryAfter):
      lastAdmitted = false
      self.retryAfter = retryAfter
      return nil
    }
  }

  private mutating func call(_ outcome: Outcome, _ duration: Int64, _ emit: (CircuitBreaker.Event) -> Void) {
    guard let permit = ask(emit) else { return }
    breaker.record(outcome, permit, duration: duration * millisecond, at: now, emit)
  }

  private func outcome(_ step: JSONValue) throws(ConfigurationError) -> Outcome {
    guard let name = step["outcome"]?.string, let outcome = BreakerVectorRunner.outcomes[name] else {
      throw ConfigurationError("outcome", "\(step["outcome"]?.json ?? "nothing") is no outcome")
    }
    return outcome
  }

  func milliseconds(_ ticks: Int64) -> JSONValue {
    ticks % millisecond == 0
      ? .integer(ticks / millisecond) : .number(Double(ticks) / Double(millisecond))
  }

  /// The actual value for an expectation's key.
  func actual(_ key: String) -> JSONValue? {
    let counts = breaker.counts(at: now)
    switch key {
    case "state": return .string("\(breaker.state)")
    case "admitted": return lastAdmitted.map { .bool($0) } ?? .null
    case "admittedCount": return .integer(Int64(admittedCount))
    case "retryAfterMs": return retryAfter.map(milliseconds) ?? .null
    case "failureRate": return breaker.failureRate(at: now).map { .number($0) } ?? .null
    case "slowRate": return breaker.slowRate(at: now).map { .number($0) } ?? .null
    case "openForMs": return milliseconds(breaker.openWait)
    case "error": return error
    case "counts":
      return .object([
        "calls": .integer(Int64(counts.calls)), "failures": .integer(Int64(counts.failures)),
        "successes": .integer(Int64(counts.successes)), "slow": .integer(Int64(counts.slow)),
        "started": .integer(Int64(breaker.started)), "rejected": .integer(Int64(breaker.rejected)),
        "consecutiveFailures": .integer(Int64(breaker.consecutiveFailures)),
        "consecutiveSuccesses": .integer(Int64(breaker.consecutiveSuccesses)),
      ])
    case "events":
      var all: [String: JSONValue] = [:]
      for kind in CircuitBreaker.Event.Kind.allCases {
        all["\(kind)"] = .integer(Int64(events["\(kind)"] ?? 0))
      }
      return .object(all)
    case "transition":
      return breaker.lastTransition.map {
        .object([
          "from": .string("\($0.from)"), "to": .string("\($0.to)"),
          "failures": .integer(Int64($0.failures)), "successes": .integer(Int64($0.successes)),
        ])
      } ?? .null
    default: return nil
    }
  }

  static let states: [String: CircuitBreaker.State] = [
    "closed": .closed, "open": .open, "halfOpen": .halfOpen, "forcedOpen": .forcedOpen,
    "disabled": .disabled, "metricsOnly": .metricsOnly,
  ]
  static let outcomes: [String: Outcome] = [
    "success": .success, "failure": .failure, "ignored": .ignored, "cancelled": .cancelled,
    "classifierError": .unclassified,
  ]

  var letter: Character {
    switch breaker.state {
    case .closed: "C"
    case .open: "O"
    case .halfOpen: "H"
    case .forcedOpen: "X"
    case .disabled: "D"
    case .metricsOnly: "M"
    }
  }
}

extension Conformance {
  static func runBreaker(
    _ vector: Vector, millisecond: Int64 = 1_000_000
  ) throws(ConfigurationError) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    var rig = BreakerVectorRunner(try BreakerPolicy(vector.config, at: "config"), millisecond: millisecond)
    var states = ""
    var admitted = ""
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      admitted.append(try rig.perform(step))
      states.append(rig.letter)
      checks.match(step["expect"]?.object ?? [:]) { rig.actual($0) }
    }
    checks.step = 0
    checks.match(vector.expect) { key in
      switch key {
      case "states": .string(states)
      case "admitted": .string(admitted)
      default: rig.actual(key)
      }
    }
    return checks.failures
  }

  static func runBreakerGroup(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    var rig = try BreakerGroupVectorRunner(vector.config["breakers"]?.array ?? [])
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      try rig.perform(step)
      checks.match(step["expect"]?.object ?? [:]) { rig.actual($0) }
    }
    return checks.failures
  }
}

/// Several breakers before one resource, under a vector's clock.
private struct BreakerGroupVectorRunner {
  let names: [String]
  let classes: [[String: Outcome]]
  let millisecond: Int64 = 1_000_000
  var group: BreakerGroup
  var now: Int64 = 0
  var events: [[String: Int]]
  var running: [String: [CircuitBreaker.Permit]] = [:]
  var lastAdmitted: Bool?
  var admittedCount = 0

  init(_ breakers: [JSONValue]) throws(ConfigurationError) {
    var names: [String] = []
    var classes: [[String: Outcome]] = []
    var policies: [BreakerPolicy] = []
    for (index, breaker) in breakers.enumerated() {
      guard case .object(var members) = breaker else {
        throw ConfigurationError("breakers", "objects expected")
      }
      names.append(members.removeValue(forKey: "name")?.string ?? "\(index)")
      let labels = members.removeValue(forKey: "classify")?.object ?? [:]
      classes.append(labels.compactMapValues { $0.string.flatMap { BreakerVectorRunner.outcomes[$0] } })
      policies.append(try BreakerPolicy(.object(members), at: "config.breakers[\(index)]"))
    }
    self.names = names
    self.classes = classes
    group = BreakerGroup(policies)
    events = Array(repeating: [:], count: names.count)
  }

  mutating func perform(_ step: JSONValue) throws(ConfigurationError) {
    var noted: [(Int, CircuitBreaker.Event)] = []
    let emit = { (index: Int, event: CircuitBreaker.Event) in noted.append((index, event)) }
    defer { for (index, event) in noted { events[index]["\(event.kind)", default: 0] += 1 } }
    if let at = step["atMs"]?.int64 { now = at * millisecond }
    if step["do"]?.string == "advance" { now += (step["ms"]?.int64 ?? 0) * millisecond }
    group.advance(to: now, emit)
    lastAdmitted = nil
    admittedCount = 0
    switch step["do"]?.string {
    case "start":
      if let permits = ask(emit) { running[step["id"]?.string ?? ""] = permits }
    case "finish":
      guard let permits = running.removeValue(forKey: step["id"]?.string ?? "") else { break }
      record(
        try label(step["outcome"]?.string), permits, step["ms"]?.int64.map { $0 * millisecond }, emit)
    case "call":
      for _ in 0..<(step["times"]?.int ?? 1) {
        guard let permits = ask(emit) else { continue }
        record(try label(step["outcome"]?.string), permits, (step["ms"]?.int64 ?? 0) * millisecond, emit)
      }
    case "calls":
      for letter in step["outcomes"]?.string ?? "" {
        let names: [Character: String] = ["S": "success", "F": "failure", "I": "ignored", "C": "cancelled"]
        guard let permits = ask(emit) else { continue }
        record(try label(names[letter]), permits, (step["ms"]?.int64 ?? 0) * millisecond, emit)
      }
    case "read": group.read(at: now, emit)
    case "advance": break
    default: throw ConfigurationError("do", "\(step["do"]?.json ?? "nothing") is not known")
    }
  }

  private mutating func ask(_ emit: (Int, CircuitBreaker.Event) -> Void) -> [CircuitBreaker.Permit]? {
    switch group.admit(at: now, emit) {
    case .admitted(let permits):
      lastAdmitted = true
      admittedCount += 1
      return permits
    case .refused:
      lastAdmitted = false
      return nil
    }
  }

  private func label(_ name: String?) throws(ConfigurationError) -> String {
    guard let name else { throw ConfigurationError("outcome", "an outcome is missing") }
    return name
  }

  private mutating func record(
    _ label: String, _ permits: [CircuitBreaker.Permit], _ duration: Int64?,
    _ emit: (Int, CircuitBreaker.Event) -> Void
  ) {
    let classes = classes
    group.record(
      { classes[$0][label] ?? BreakerVectorRunner.outcomes[label] ?? .unclassified }, permits,
      duration: duration,
      at: now, emit)
  }

  func actual(_ key: String) -> JSONValue? {
    switch key {
    case "admitted": return lastAdmitted.map { .bool($0) } ?? .null
    case "admittedCount": return .integer(Int64(admittedCount))
    case "states":
      return .object(
        Dictionary(
          uniqueKeysWithValues: zip(names, group.breakers.map { JSONValue.string("\($0.state)") })))
    case "breakers":
      var all: [String: JSONValue] = [:]
      for (index, breaker) in group.breakers.enumerated() {
        let counts = breaker.counts(at: now)
        all[names[index]] = .object([
          "state": .string("\(breaker.state)"),
          "events": .object(
            Dictionary(
              uniqueKeysWithValues: CircuitBreaker.Event.Kind.allCases.map {
                ("\($0)", .integer(Int64(events[index]["\($0)"] ?? 0)))
              })),
          "counts": .object([
            "calls": .integer(Int64(counts.calls)), "failures": .integer(Int64(counts.failures)),
            "successes": .integer(Int64(counts.successes)), "slow": .integer(Int64(counts.slow)),
            "rejected": .integer(Int64(breaker.rejected)), "started": .integer(Int64(breaker.started)),
            "consecutiveFailures": .integer(Int64(breaker.consecutiveFailures)),
            "consecutiveSuccesses": .integer(Int64(breaker.consecutiveSuccesses)),
          ]),
          "failureRate": breaker.failureRate(at: now).map { .number($0) } ?? .null,
          "slowRate": breaker.slowRate(at: now).map { .number($0) } ?? .null,
          "openForMs": .integer(breaker.openWait / millisecond),
        ])
      }
      return .object(all)
    default: return nil
    }
  }
}
