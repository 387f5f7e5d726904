/// The profiles of libraries, as policy files. A setting that is not named has its default.
enum ProfileTexts {
  static let all: [(name: String, text: String)] = [
    ("resilience4j", resilience4j(#"{type: "count", size: 100}"#)),
    ("resilience4j-time", resilience4j(#"{type: "time", durationMs: 100000, buckets: 100, align: "epoch"}"#)),
    ("polly", polly),
    ("failsafe", failsafe("trip: {consecutiveFailures: 1}", permits: 1, decides: "successes: 1, outOf: 1")),
    (
      "failsafe-ratio",
      failsafe(
        #"window: {type: "count", size: 10}, trip: {failures: 5}"#, permits: 10,
        decides: "successes: 6, outOf: 10")
    ),
    (
      "failsafe-period",
      failsafe(
        #"window: {type: "time", durationMs: 60000, buckets: 10, align: "epoch"}, trip: {failures: 5, minimumCalls: 5}"#,
        permits: 5, decides: "successes: 1, outOf: 5")
    ),
    (
      "failsafe-rate",
      failsafe(
        #"""
        window: {type: "time", durationMs: 60000, buckets: 10, align: "epoch"},
        trip: {failureRate: 0.5, minimumCalls: 10, rounding: "nearestPercent"}
        """#, permits: 10, decides: #"decision: "rate""#)
    ),
    ("hystrix", hystrix), ("gobreaker", gobreaker), ("gobreaker-rate", gobreakerRate),
    ("sentinel", sentinel(#"slowRate: 0.5, slowCallMs: 1000"#)),
    ("sentinel-error", sentinel("failureRate: 0.5")),
    ("finagle", finagle("trip: {consecutiveFailures: 5, evaluateOn: \"failure\"}")),
    (
      "finagle-rate",
      finagle(
        #"""
        window: {type: "ema", size: 100},
        trip: {failureRate: 0.2, comparison: ">", minimumCalls: 100, evaluateOn: "failure"}
        """#)
    ),
    ("envoy", envoy),
  ]

  private static func resilience4j(_ window: String) -> String {
    #"""
    {retry: {maxAttempts: 3, delay: {backoff: {kind: "constant", baseMs: 500}}, retryOn: \#(everything)},
     breaker: {
      window: \#(window),
      trip: {failureRate: 0.5, slowRate: 1.0, slowCallMs: 60000, minimumCalls: 100},
      open: {waitMs: 60000, boundary: "after", expires: "onAcquire"},
      halfOpen: {permits: 10, permitModel: "total", decision: "rate"},
      outcomes: {ignored: "none", cancelled: "failure"}, lateResults: "count", clock: {source: "wall"}}}
    """#
  }

  private static let everything = #"["failure", "timeout", "open", "full", "rateLimited"]"#

  private static let polly = #"""
    {retry: {maxAttempts: 4, delay: {backoff: {kind: "constant", baseMs: 2000, cap: "afterJitter"}},
      retryOn: ["failure", "timeout", "open", "full", "rateLimited"]},
     breaker: {
      window: {type: "time", durationMs: 30000, buckets: 10, align: "firstEvent"},
      trip: {failureRate: 0.1, minimumCalls: 100, evaluateOn: "failure"},
      open: {waitMs: 5000, boundary: "atOrAfter"},
      halfOpen: {permits: 1, permitModel: "total", successes: 1, retryAfter: "baseWait"},
      outcomes: {ignored: "success", cancelled: "success"}, lateResults: "count",
      illegalTransitions: "allow", clock: {source: "wall"}}}
    """#

  private static func failsafe(_ rules: String, permits: Int, decides: String) -> String {
    #"""
    {retry: {maxAttempts: 3, delay: {}, retryOn: ["failure", "timeout", "open", "full", "rateLimited"]},
     budget: {model: "concurrency", rule: "share", maxRate: 0.2, minConcurrency: 3},
     breaker: {
      \#(rules), open: {waitMs: 60000, boundary: "atOrAfter"},
      halfOpen: {permits: \#(permits), permitModel: "concurrent", \#(decides)},
      outcomes: {ignored: "success", cancelled: "failure"}, lateResults: "count",
      illegalTransitions: "allow"}}
    """#
  }

  private static let hystrix = #"""
    {timeout: {ms: 1000}, bulkhead: {limit: 10},
     breaker: {
      window: {type: "time", durationMs: 10000, buckets: 20, align: "creation"},
      trip: {failureRate: 0.5, minimumCalls: 20, evaluateOn: "tick", tickMs: 500},
      open: {waitMs: 5000, boundary: "after"},
      halfOpen: {permits: 1, permitModel: "total", successes: 1},
      outcomes: {ignored: "reopen", cancelled: "reopen"}, lateResults: "count", clock: {source: "wall"}}}
    """#

  private static let gobreaker = #"""
    {breaker: {
      trip: {consecutiveFailures: 6, evaluateOn: "failure"},
      open: {waitMs: 60000, boundary: "after", expires: "onAccess"},
      halfOpen: {permits: 1, permitModel: "total", successes: 1},
      outcomes: {ignored: "none", cancelled: "failure"}, lateResults: "drop"}}
    """#

  private static let gobreakerRate = #"""
    {breaker: {
      window: {type: "fixed", durationMs: 30000, boundary: "after"},
      trip: {failureRate: 0.6, minimumCalls: 3, countStarted: true, evaluateOn: "failure"},
      open: {waitMs: 60000, boundary: "after", expires: "onAccess"},
      halfOpen: {permits: 1, permitModel: "total", successes: 1},
      outcomes: {ignored: "none", cancelled: "failure"}, lateResults: "drop"}}
    """#

  private static func sentinel(_ threshold: String) -> String {
    #"""
    {breaker: {
      window: {type: "time", durationMs: 1000, buckets: 1, align: "epoch"},
      trip: {\#(threshold), comparison: ">", minimumCalls: 5},
      open: {waitMs: 10000, boundary: "atOrAfter"},
      halfOpen: {permits: 1, permitModel: "total", successes: 1},
      outcomes: {ignored: "success", cancelled: "success"}, lateResults: "count"}}
    """#
  }

  private static func finagle(_ rules: String) -> String {
    #"""
    {retry: {maxAttempts: 25, delay: {}},
     budget: {model: "ratio", ttlMs: 10000, minPerSecond: 10, ratio: 0.2},
     breaker: {
      \#(rules),
      open: {waitMs: 5000, waitsMs: [5000, 10000, 20000, 40000, 80000, 160000, 300000], expires: "timer"},
      halfOpen: {permits: 1, permitModel: "concurrent", successes: 1},
      outcomes: {ignored: "none", cancelled: "none"}, lateResults: "count"}}
    """#
  }

  private static let envoy = #"""
    {retry: {maxAttempts: 2, delay: {
      backoff: {kind: "exponential", baseMs: 25, maxMs: 250}, jitter: {kind: "full"}}},
     budget: {model: "concurrency", rule: "cap", maxRate: 0.2, minConcurrency: 3},
     breaker: {
      trip: {consecutiveFailures: 5}, open: {waitMs: 30000, expires: "tick", tickMs: 10000}, halfOpen: null,
      outcomes: {ignored: "none", cancelled: "none"}, lateResults: "count"}}
    """#
}
