import Configuration
import Resilience
import SimCore
import Synchronization

extension Conformance {
  /// Runs the real stages, composed as the vector says, in a world of their own.
  static func runPipeline(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    let rig = PipelineVectorRunner(try PipelineStage.all(vector.config["stages"]?.array ?? []))
    do {
      return try Simulation(seed: 1).run { world in
        var checks = VectorChecks(vector.id)
        for (index, step) in vector.steps.enumerated() {
          checks.step = index + 1
          if let at = step["atMs"]?.int64 {
            try await world.clock.sleep(untilNanoseconds: at * 1_000_000)
          }
          if step["do"]?.string == "advance" {
            try await world.clock.sleep(for: .milliseconds(step["ms"]?.int64 ?? 0))
            continue
          }
          let shown = await rig.run(step, on: world.clock)
          checks.match(step["expect"]?.object ?? [:]) { shown[$0] }
        }
        return checks.failures
      }.value
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError("steps", "\(error)")
    }
  }
}

/// The result of a call of the operation, or of the stages around it.
struct CallResult: Sendable {
  var outcome: String
  var value: JSONValue = .null

  var isSuccess: Bool { outcome == "success" }
}

/// The record of one run.
struct PipelineCounts: Sendable {
  var numbers: [String: Int] = [:]
  var sleeps: [Int64] = []
  var running = 0

  static let names = [
    "calls", "attempts", "retries", "retryEvents", "hedges", "timeouts", "cancelledCalls", "budgetExceeded",
    "cacheHits", "cacheMisses", "cacheStores", "injected",
  ]
}

/// The stages of a vector, and one run through them at a time.
final class PipelineVectorRunner: Sendable {
  private let stages: [PipelineStage]
  private let counts = Mutex(PipelineCounts())
  private let script = Mutex<[JSONValue]>([])
  private let hints = Mutex<[JSONValue]>([])

  init(_ stages: [PipelineStage]) { self.stages = stages }

  func add(_ name: String) { counts.withLock { $0.numbers[name, default: 0] += 1 } }
  func slept(_ nanoseconds: Int64) { counts.withLock { $0.sleeps.append(nanoseconds) } }

  func hint(after attempt: Int) -> DelaySequence.HintValue {
    Conformance.hint(hints.withLock { attempt <= $0.count ? $0[attempt - 1] : nil })
  }

  /// Runs the pipeline once; what the expectations may ask about.
  func run(_ step: JSONValue, on clock: SimClock) async -> [String: JSONValue] {
    counts.withLock { $0 = PipelineCounts() }
    script.withLock { $0 = step["script"]?.array ?? [] }
    hints.withLock { $0 = step["hints"]?.array ?? [] }
    let start = clock.nanoseconds
    let call = Task { await self.perform(0, on: clock) }
    if step["cancelled"]?.bool == true { call.cancel() }
    let timer = step["cancelAtMs"]?.int64.map { at in
      clock.schedule(atNanoseconds: start + at * 1_000_000) { call.cancel() }
    }
    let result = await call.value
    let elapsed = clock.nanoseconds - start
    if let timer { clock.cancel(timer) }
    // What was cancelled ends by itself; its counts belong to this run.
    for _ in 0..<1000 where counts.withLock({ $0.running }) > 0 { await Task.yield() }

    let counts = counts.withLock { $0 }
    var shown: [String: JSONValue] = [
      "outcome": .string(result.outcome), "value": result.value,
      "elapsedMs": Conformance.milliseconds(elapsed),
      "sleepsMs": .array(counts.sleeps.map { Conformance.milliseconds($0) }),
    ]
    for name in PipelineCounts.names { shown[name] = .integer(Int64(counts.numbers[name] ?? 0)) }
    shown["breaker"] = stages.lazy.compactMap { $0.breaker(at: clock.nanoseconds) }.first
    return shown
  }

  /// The stages from `index` inwards, and at last the operation.
  func perform(_ index: Int, on clock: SimClock) async -> CallResult {
    guard index < stages.count else { return await operate(on: clock) }
    return await stages[index].run(self, on: clock) { await self.perform(index + 1, on: clock) }
  }

  private func operate(on clock: SimClock) async -> CallResult {
    let call = counts.withLock { counts -> Int in
      counts.running += 1
      counts.numbers["calls", default: 0] += 1
      return counts.numbers["calls"]! - 1
    }
    defer { counts.withLock { $0.running -= 1 } }
    let entry = script.withLock { $0.isEmpty ? .object([:]) : $0[min(call, $0.count - 1)] }
    let span = (entry["ms"]?.int64 ?? 0) * 1_000_000
    if span > 0 {
      if entry["cancellable"]?.bool == false {
        await withCheckedContinuation { continuation in
          _ = clock.schedule(atNanoseconds: clock.nanoseconds + span) { continuation.resume() }
        }
      } else {
        do {
          try await clock.sleep(untilNanoseconds: clock.nanoseconds + span)
        } catch {
          add("cancelledCalls")
          return CallResult(outcome: "cancelled")
        }
      }
    }
    return CallResult(outcome: entry["outcome"]?.string ?? "success", value: entry["value"] ?? .null)
  }
}

/// One stage of a vector's pipeline, with the state it keeps between runs.
enum PipelineStage: Sendable {
  case retry(RetryStage)
  case breaker(BreakerStage)
  case timeout(Duration)
  case fallback(JSONValue)
  case bulkhead(BulkheadGate)
  case rateLimiter(RateLimiterStage)
  case cache(CacheStage)
  case hedge(HedgeStage)
  case chaos(ChaosStage)

  static func all(_ stages: [JSONValue]) throws(ConfigurationError) -> [PipelineStage] {
    var all: [PipelineStage] = []
    for (index, stage) in stages.enumerated() {
      guard let (name, settings) = stage.object?.first, stage.object?.count == 1 else {
        throw ConfigurationError("config.stages[\(index)]", "one stage by name expected")
      }
      all.append(try PipelineStage(name, settings, at: "config.stages[\(index)].\(name)"))
    }
    return all
  }

  private init(_ name: String, _ settings: JSONValue, at path: String) throws(ConfigurationError) {
    switch name {
    case "retry": self = .retry(try RetryStage(settings, at: path))
    case "breaker": self = .breaker(BreakerStage(try BreakerPolicy(settings, at: path)))
    case "timeout": self = .timeout(.milliseconds(settings["ms"]?.int64 ?? 0))
    case "fallback": self = .fallback(settings["value"] ?? .null)
    case "bulkhead":
      let gate = BulkheadGate(BulkheadPolicy(limit: settings["max"]?.int ?? 1))
      for _ in 0..<(settings["held"]?.int ?? 0) { _ = gate.enter(at: 0) }
      self = .bulkhead(gate)
    case "rateLimiter": self = .rateLimiter(RateLimiterStage(try RateLimiterPolicy(settings, at: path)))
    case "cache": self = .cache(CacheStage(settings["key"]?.string ?? ""))
    case "hedge": self = .hedge(HedgeStage(settings))
    case "chaos": self = .chaos(ChaosStage(settings))
    default: throw ConfigurationError(path, "no such stage")
    }
  }

  func run(
    _ rig: PipelineVectorRunner, on clock: SimClock, _ inner: @escaping @Sendable () async -> CallResult
  ) async -> CallResult {
    switch self {
    case .retry(let stage): return await stage.run(rig, on: clock, inner)
    case .breaker(let stage): return await stage.run(on: clock, inner)
    case .timeout(let span):
      do throws(CallError<Never>) {
        return try await withTimeout(span, on: clock) { () async throws(Never) in await inner() }
      } catch {
        guard case .timedOut = error else { return CallResult(outcome: "cancelled") }
        rig.add("timeouts")
        return CallResult(outcome: "timeout")
      }
    case .fallback(let value):
      let result = await inner()
      return result.isSuccess ? result : CallResult(outcome: "success", value: value)
    case .bulkhead(let gate):
      guard case .admitted = gate.enter(at: clock.nanoseconds) else { return CallResult(outcome: "full") }
      let result = await inner()
      gate.leave(at: clock.nanoseconds)
      return result
    case .rateLimiter(let stage): return await stage.run(on: clock, inner)
    case .cache(let stage): return await stage.run(rig, on: clock, inner)
    case .hedge(let stage): return await stage.run(rig, on: clock, inner)
    case .chaos(let stage): return await stage.run(rig, inner)
    }
  }

  func breaker(at now: Int64) -> JSONValue? {
    if case .breaker(let stage) = self { stage.shown(at: now) } else { nil }
  }
}
