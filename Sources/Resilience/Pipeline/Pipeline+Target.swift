public import Mutation
public import Primitives

extension Pipeline {
  /// All attempts at one alternative.
  @inlinable
  func callTarget<Call: GuardedCall>(
    _ index: Int, request: UInt64, deadline: Deadline, _ operation: Call
  ) async -> TargetOutcome<Call.Value, Call.Failure> {
    let target = targets[index]
    // Made when the first attempt has failed.
    var retry: Retry?
    var startedAt: Int64 = 0
    var visit = Target.Visit(request: request, number: 1, reason: .first)
    while true {
      let start = clock.nanoseconds
      let made = Int(visit.number) - 1
      if Task.isCancelled {
        if visit.number > 1 { target.refused(visit) }
        return .failed(.cancelled, attempts: made, fallback: false)
      }
      if deadline.hasPassed(at: start) {
        if visit.number > 1 { target.refused(visit) }
        target.record(.deadlineExceeded, at: start, request: request)
        return .failed(.deadlineExceeded, attempts: made, fallback: false)
      }
      if visit.number == 1 { startedAt = start }

      let conclusion: Conclusion<Call.Value, Call.Failure>
      if let hedge = target.hedge {
        conclusion = await hedgedAttempt(hedge, visit, at: index, deadline: deadline, operation)
      } else {
        conclusion = await attemptOnce(visit, at: index, from: start, deadline: deadline, operation)
      }
      let failed: FailedAttempt<Call.Value, Call.Failure>
      switch conclusion {
      case .served(let value): return .served(value, attempts: Int(visit.number))
      case .failed(let attempt): failed = attempt
      }

      if retry == nil, let rules = target.retry { retry = Retry(rules, startedAt: startedAt) }
      switch decide(after: failed, &retry, visit, at: target, deadline: deadline) {
      case .stop(let reason):
        return failed.outcome(attempts: Int(visit.number), failsOwn: retry?.failsOf(reason) ?? false)
      case .wait(let delay):
        // The retry has been announced; only now is the caller's cancellation looked at.
        if Task.isCancelled { return .failed(.cancelled, attempts: Int(visit.number), fallback: false) }
        let next = Target.Visit(
          request: request, number: visit.number &+ 1, reason: .retry(throttled: failed.isThrottled))
        let charge = retry?.rules.budgetCharge ?? .due
        if charge == .scheduled, !target.affords(next, at: failed.end) {
          return .failed(
            .budgetExceeded(last: failed.error), attempts: Int(visit.number), fallback: failed.fallback)
        }
        if delay > 0 {
          do {
            let wait = isMutated(.retryTooSoon) ? delay / 2 : delay
            try await clock.sleep(untilNanoseconds: failed.end.addingSaturating(wait))
          } catch {
            if charge == .scheduled { target.refused(next) }
            return .failed(.cancelled, attempts: Int(visit.number), fallback: false)
          }
        }
        // A refusal counts as an attempt.
        if charge == .due, !target.affords(next, at: clock.nanoseconds) {
          return .failed(
            .budgetExceeded(last: failed.error), attempts: Int(next.number), fallback: failed.fallback)
        }
        visit = next
      }
    }
  }

  /// One attempt through rate limiter, bulkheads, breaker and timeout.
  @inlinable @inline(__always)
  func attemptOnce<Call: GuardedCall>(
    _ visit: Target.Visit, at index: Int, from arrival: Int64, deadline: Deadline, _ operation: Call
  ) async -> Conclusion<Call.Value, Call.Failure> {
    let target = targets[index]
    var start = arrival
    var isCounted = false
    if !target.letsInAtOnce() {
      if visit.isFirst { target.callStarted(at: arrival) }
      isCounted = true
      if let refusal = await come(visit, to: target, deadline: deadline, from: arrival) {
        target.refused(visit)
        return .failed(FailedAttempt(refusal, at: clock.nanoseconds))
      }
      start = clock.nanoseconds
    }
    switch target.admit(visit, at: start, isCounted: isCounted) {
    case .open(let retryAfter):
      if !isMutated(.bulkheadLeaksRefused) { target.leave(time: nil, at: start) }
      target.refused(visit)
      return .failed(FailedAttempt(.open, .open(retryAfter: retryAfter), at: start))
    case .admitted(let permit):
      let own = Deadline(nanoseconds: start.addingSaturating(target.timeout))
      let attempt = Attempt(
        request: visit.request, target: index, number: Int(visit.number),
        deadline: isMutated(.timeoutBeyondDeadline) ? own : own.earlier(than: deadline), copy: Int(visit.copy)
      )
      let outcome: RaceOutcome<Call.Value, Call.Failure>
      if attempt.deadline == .none || !target.enforcesTimeout {
        do throws(Call.Failure) {
          outcome = .finished(.success(try await operation.attempt(attempt)))
        } catch {
          outcome = .finished(.failure(error))
        }
      } else {
        outcome = await raced(operation, attempt)
      }
      let running = RunningAttempt(
        visit: visit, permit: permit, startedAt: start, deadline: attempt.deadline,
        ownTimeout: own <= deadline)
      let conclusion = conclude(outcome, of: running, at: target, operation)
      let end = clock.nanoseconds
      target.leave(
        time: conclusion.saysSomething ? end - start : nil, dropped: conclusion.isDrop, at: end)
      return conclusion
    }
  }

  /// Waits for a turn and for places; what refused, or nil when all let the attempt in.
  @usableFromInline
  func come(
    _ visit: Target.Visit, to target: Target, deadline: Deadline, from arrival: Int64
  ) async -> Refusal? {
    var now = arrival
    if target.limitsRate {
      switch target.turn(visit, within: deadline.remaining(at: now), at: now) {
      case .refused(let retryAfter): return .rateLimited(retryAfter: retryAfter)
      case .admitted(let wait):
        if wait > 0 {
          do { try await clock.sleep(untilNanoseconds: now.addingSaturating(wait)) } catch {
            return .cancelled
          }
          now = clock.nanoseconds
        }
      }
    }
    if let gate = target.bulkhead, let refusal = await enter(gate, visit, target, deadline, at: now) {
      return refusal
    }
    if let gate = target.overall, let refusal = await enter(gate, visit, target, deadline, at: now) {
      target.bulkhead?.leave(at: clock.nanoseconds)
      return refusal
    }
    return nil
  }

  private func enter(
    _ gate: BulkheadGate, _ visit: Target.Visit, _ target: Target, _ deadline: Deadline, at now: Int64
  ) async -> Refusal? {
    switch gate.enter(until: deadline, at: now) {
    case .admitted: return nil
    case .refused:
      target.record(.bulkheadRefused, at: now, request: visit.request, attempt: visit.number)
      return .full
    case .queued(let ticket, let until, let position):
      target.record(
        .bulkheadQueued, at: now, request: visit.request, attempt: visit.number, detail: Int64(position))
      guard let waited = await gate.wait(ticket, until: until, on: clock) else {
        let now = clock.nanoseconds
        if Task.isCancelled { return .cancelled }
        target.record(.bulkheadRefused, at: now, request: visit.request, attempt: visit.number)
        return deadline.hasPassed(at: now) ? .deadlineExceeded : .full
      }
      let now = clock.nanoseconds
      if Task.isCancelled {
        gate.leave(at: now)
        return .cancelled
      }
      target.record(
        .bulkheadDequeued, at: now, request: visit.request, attempt: visit.number, detail: waited)
      return nil
    }
  }

  /// An attempt with further calls beside it. Never part of its caller, whose frame every call pays for.
  @inlinable @inline(never)
  func hedgedAttempt<Call: GuardedCall>(
    _ policy: HedgePolicy, _ visit: Target.Visit, at index: Int, deadline: Deadline, _ operation: Call
  ) async -> Conclusion<Call.Value, Call.Failure> {
    let target = targets[index]
    let extra = Target.Visit(request: visit.request, number: visit.number, reason: .hedge)
    let (conclusion, winner) = await hedged(
      policy, delay: target.hedgeDelay, on: clock,
      isFinal: { conclusion in
        switch conclusion {
        case .served: true
        case .failed(let attempt): !attempt.fallback
        }
      },
      mayHedge: { number in
        let now = clock.nanoseconds
        guard target.affords(extra, at: now) else { return false }
        target.record(
          .hedgeStarted, at: now, request: visit.request, attempt: visit.number, detail: Int64(number))
        return true
      },
      discard: { conclusion in
        if case .served(let value) = conclusion, let compensate = operation.compensate {
          await compensate(value)
        }
      },
      { number in
        await attemptOnce(
          number == 0 ? visit : extra.copy(number), at: index, from: clock.nanoseconds, deadline: deadline,
          operation)
      })
    target.record(
      .hedgeWon, at: clock.nanoseconds, request: visit.request, attempt: visit.number, detail: Int64(winner))
    return conclusion
  }

  /// An attempt in a task of its own, left behind when its deadline comes. Apart, as the one with hedges.
  @inlinable @inline(never)
  func raced<Call: GuardedCall>(
    _ operation: Call, _ attempt: Attempt
  ) async -> RaceOutcome<Call.Value, Call.Failure> {
    await race(attempt, until: attempt.deadline.nanoseconds, on: clock, late: operation.compensate) {
      attempt async throws(Call.Failure) in try await operation.attempt(attempt)
    }
  }

  /// Judges what came back, and settles with the target.
  @inlinable
  func conclude<Call: GuardedCall>(
    _ outcome: RaceOutcome<Call.Value, Call.Failure>, of running: RunningAttempt, at target: Target,
    _ operation: Call
  ) -> Conclusion<Call.Value, Call.Failure> {
    let now = clock.nanoseconds
    func settle(_ outcome: Outcome, _ kind: ResilienceEvent.Kind, detail: Int64 = 0) {
      target.settle(running, outcome, as: kind, detail: detail, at: now)
    }
    // An attempt that was trusted to end in time and did not has timed out all the same.
    let isLate =
      !target.enforcesTimeout && running.deadline.hasPassed(at: now) && !isMutated(.lateAnswerTaken)
    guard case .finished(let result) = outcome, !isLate else {
      if running.ownTimeout {
        settle(.failure, .attemptTimedOut, detail: target.timeout)
        return .failed(FailedAttempt(.timeout, .timedOut(after: target.timeout), at: now))
      }
      // The caller's deadline says nothing about the target.
      settle(.cancelled, .attemptCancelled)
      return .failed(FailedAttempt([], .deadlineExceeded, at: now, fallback: false))
    }
    if case .failure = result, Task.isCancelled {
      settle(.cancelled, .attemptCancelled)
      return .failed(FailedAttempt([], .cancelled, at: now, fallback: false))
    }
    let verdict: Verdict
    do {
      verdict = try operation.judge(result)
    } catch {
      settle(.unclassified, .attemptUnclassified)
      return .failed(FailedAttempt([], .unclassified(error), at: now))
    }
    switch result {
    case .success(let value) where verdict.outcome == .success:
      settle(.success, .attemptSucceeded)
      return .served(value)
    case .success(let value):
      settle(verdict.outcome, .attemptFailed, detail: verdict.failureDetail)
      return .failed(FailedAttempt(verdict.retry ? .badResult : [], value, at: now, verdict))
    case .failure(let error):
      settle(verdict.outcome, .attemptFailed, detail: verdict.failureDetail)
      return .failed(FailedAttempt(verdict.retry ? .failure : [], .failed(error), at: now, verdict))
    }
  }

  /// Whether another attempt follows, announced to the observer.
  @inlinable
  func decide<Value, Failure: Error>(
    after failed: FailedAttempt<Value, Failure>, _ retry: inout Retry?, _ visit: Target.Visit,
    at target: Target, deadline: Deadline
  ) -> Retry.Decision {
    guard retry != nil else { return .stop(.attemptsUsed) }
    return target.decide(
      &retry!, failed.cause, hint: failed.hint, at: failed.end, deadline: deadline, request: visit.request,
      attempt: visit.number, random: random)
  }
}

/// An attempt under way, and what it holds.
@usableFromInline
struct RunningAttempt: Sendable {
  @usableFromInline let visit: Target.Visit
  @usableFromInline let permit: CircuitBreaker.Permit?
  @usableFromInline let startedAt: Int64
  @usableFromInline let deadline: Deadline
  /// Whether its deadline is the target's timeout rather than the caller's deadline.
  @usableFromInline let ownTimeout: Bool

  @inlinable init(
    visit: Target.Visit, permit: CircuitBreaker.Permit?, startedAt: Int64, deadline: Deadline,
    ownTimeout: Bool
  ) {
    self.visit = visit
    self.permit = permit
    self.startedAt = startedAt
    self.deadline = deadline
    self.ownTimeout = ownTimeout
  }
}

/// Why an attempt was not let in.
@usableFromInline
enum Refusal: Sendable {
  case full
  case rateLimited(retryAfter: Int64?)
  case cancelled
  case deadlineExceeded
}

/// An attempt judged.
@usableFromInline
enum Conclusion<Value, Failure: Error> {
  case served(Value)
  case failed(FailedAttempt<Value, Failure>)

  /// Whether an adaptive limit should fall: the target did not answer in time.
  @inlinable var isDrop: Bool {
    if case .failed(let attempt) = self { attempt.cause == .timeout } else { false }
  }

  /// Whether the time it took says something about the target: the caller did not break it off.
  @inlinable var saysSomething: Bool {
    if case .failed(let attempt) = self { attempt.error?.endsCall != true } else { true }
  }
}

extension Conclusion: Sendable where Value: Sendable {}
extension FailedAttempt: Sendable where Value: Sendable {}
extension FailedAttempt.What: Sendable where Value: Sendable {}

/// An attempt that gave nothing, or a value that was judged a failure.
@usableFromInline
struct FailedAttempt<Value, Failure: Error> {
  @usableFromInline enum What {
    case error(CallError<Failure>)
    case value(Value)
  }
  /// What a retry would be for; empty when none makes sense.
  @usableFromInline let cause: RetryPolicy.Causes
  @usableFromInline let what: What
  @usableFromInline let end: Int64
  @usableFromInline let fallback: Bool
  @usableFromInline let hint: DelaySequence.HintValue

  @inlinable init(
    _ cause: RetryPolicy.Causes, _ error: CallError<Failure>, at end: Int64, fallback: Bool = true
  ) {
    self.cause = cause
    what = .error(error)
    self.end = end
    self.fallback = fallback
    hint = .none
  }

  @inlinable init(_ refusal: Refusal, at end: Int64) {
    switch refusal {
    case .full: self.init(.full, .full, at: end)
    case .rateLimited(let retryAfter):
      self.init(.rateLimited, .rateLimited(retryAfter: retryAfter), at: end)
    case .cancelled: self.init([], .cancelled, at: end, fallback: false)
    case .deadlineExceeded: self.init([], .deadlineExceeded, at: end, fallback: false)
    }
  }

  @inlinable var error: CallError<Failure>? { if case .error(let error) = what { error } else { nil } }
  @inlinable var isThrottled: Bool { if case .wait = hint { true } else { false } }

  @inlinable init(
    _ cause: RetryPolicy.Causes, _ error: CallError<Failure>, at end: Int64, _ verdict: Verdict
  ) {
    self.cause = cause
    what = .error(error)
    self.end = end
    fallback = verdict.fallback
    hint = verdict.retryAfter.map { .wait($0) } ?? .none
  }

  @inlinable init(_ cause: RetryPolicy.Causes, _ value: Value, at end: Int64, _ verdict: Verdict) {
    self.cause = cause
    what = .value(value)
    self.end = end
    fallback = verdict.fallback
    hint = verdict.retryAfter.map { .wait($0) } ?? .none
  }

  /// What the alternative came to when this was its last attempt.
  @inlinable func outcome(attempts: Int, failsOwn: Bool) -> TargetOutcome<Value, Failure> {
    switch what {
    case .error(let error):
      .failed(failsOwn ? .retriesExceeded(last: error) : error, attempts: attempts, fallback: fallback)
    case .value(let value):
      failsOwn
        ? .failed(.retriesExceeded(last: nil), attempts: attempts, fallback: fallback)
        : .disliked(value, attempts: attempts, fallback: fallback)
    }
  }
}
