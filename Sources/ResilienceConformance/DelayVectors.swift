import Configuration
import Primitives
import Resilience

extension Conformance {
  static func runWindow(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var policy = BreakerPolicy.bare
    var trip: [String: JSONValue] = [:]
    trip["rounding"] = vector.config["rounding"]
    var config: [String: JSONValue] = ["trip": .object(trip)]
    config["window"] = vector.config["window"]
    config["clock"] = vector.config["clock"]
    policy = try BreakerPolicy(.object(config), at: "config")
    let rules = CompiledBreakerPolicy(policy)
    let millisecond: Int64 = 1_000_000
    let start = policy.clock.start.wholeNanoseconds
    var now = start
    var window = OutcomeWindow(rules, at: now)
    var checks = VectorChecks(vector.id)
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      if let at = step["atMs"]?.int64 { now = start + at * millisecond }
      switch step["do"]?.string {
      case "record":
        for _ in 0..<(step["times"]?.int ?? 1) {
          for letter in step["outcomes"]?.string ?? "" {
            window.record(failed: letter == "F" || letter == "f", slow: letter.isLowercase, at: now)
          }
        }
      case "read": window.access(at: now)
      case "clear": window.clear(at: now)
      case "advance": now += (step["ms"]?.int64 ?? 0) * millisecond
      default: throw ConfigurationError("do", "\(step["do"]?.json ?? "nothing") is not known")
      }
      let counts = window.counts(at: now)
      let failureRate = window.failureRate(of: counts)
      checks.match(step["expect"]?.object ?? [:]) { key in
        switch key {
        case "calls": .integer(Int64(counts.calls))
        case "failures": .integer(Int64(counts.failures))
        case "successes": .integer(Int64(counts.successes))
        case "slow": .integer(Int64(counts.slow))
        case "failureRate": .number(rules.rounded(failureRate))
        case "successRate": .number(counts.calls == 0 ? 0 : rules.rounded(1 - failureRate))
        case "slowRate":
          .number(counts.calls == 0 ? 0 : rules.rounded(Double(counts.slow) / Double(counts.calls)))
        default: nil
        }
      }
    }
    return checks.failures
  }

  static func runDelays(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var sequence = DelaySequence(try DelayPolicy(vector.config, at: "config"))
    var checks = VectorChecks(vector.id)
    let attempts = vector.inputs?["attempts"]?.array
    let draws = vector.inputs?["draws"]?.array ?? []
    let hints = vector.inputs?["hints"]?.array ?? []
    for (index, expected) in (vector.expect["delaysMs"]?.array ?? []).enumerated() {
      checks.step = index + 1
      let attempt = attempts.flatMap { index < $0.count ? $0[index].int64 : nil } ?? Int64(index + 1)
      let actual = sequence.exactDelay(
        after: UInt64(attempt), draw: draw(index < draws.count ? draws[index] : nil, vector.config),
        hint: hint(index < hints.count ? hints[index] : nil))
      let agrees =
        switch (expected.double, actual) {
        case (let expected?, let actual?): abs(actual / 1e6 - expected) <= 0.5
        case (nil, nil): true
        case (nil, _?), (_?, nil): false
        }
      if !agrees {
        checks.fail(
          "delaysMs", expected: expected.json, actual: actual.map { String($0 / 1e6) } ?? "null")
      }
    }
    return checks.failures
  }

  /// A draw as the configuration's jitter takes it; without one, the middle.
  static func draw(_ value: JSONValue?, _ config: JSONValue) -> DelaySequence.Draw {
    if config["jitter"]?["draw"]?.string == "modulo" { return .whole(UInt64(value?.int64 ?? 0)) }
    return .unit(value?.double ?? 0.5)
  }

  static func hint(_ value: JSONValue?) -> DelaySequence.HintValue {
    switch value {
    case nil, .null?: .none
    case let value?:
      value.int64.map { .wait($0.multipliedReportingOverflow(by: 1_000_000).partialValue) } ?? .invalid
    }
  }

  static func runClassify(_ vector: Vector) -> [VectorFailure] {
    let rules = RetryRuleList(
      (vector.config["rules"]?.array ?? []).map { rule in
        RetryRuleList.Rule(
          fields: (rule["if"]?.object ?? [:]).mapValues { $0.array?.map(\.json) ?? [$0.json] },
          retry: rule["retry"]?.bool ?? false)
      }, otherwise: vector.config["default"]?.bool ?? false)
    var checks = VectorChecks(vector.id)
    let expected = vector.expect["retry"]?.array ?? []
    for (index, input) in (vector.inputs?.array ?? []).enumerated() where index < expected.count {
      checks.step = index + 1
      let retry = rules.retries((input.object ?? [:]).mapValues(\.json))
      if expected[index].bool != retry {
        checks.fail("retry", expected: expected[index].json, actual: "\(retry)")
      }
    }
    return checks.failures
  }
}
