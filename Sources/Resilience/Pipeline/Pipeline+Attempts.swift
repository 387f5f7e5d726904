public import Mutation
public import Primitives

extension Pipeline {
  /// Makes all attempts at one alternative.
  @inlinable
  func callTarget<Call: PipelineCall>(
    _ index: Int, request: UInt64, deadline: Deadline, _ operation: Call
  ) async -> TargetOutcome<Call.Value, Call.Failure> {
    let target = targets[index]
    // Made when the first attempt has failed.
    var retry: Retry?
    var startedAt: Int64 = 0
    var pending = PendingAttempt(request: request, number: 1, reason: .first)
    while true {
      let start = clock.nanoseconds
      let made = Int(pending.number) - 1
      if Task.isCancelled {
        if pending.number > 1 { target.refundBudget(pending) }
        return .failed(.cancelled, attempts: made, fallback: false)
      }
      if deadline.hasPassed(at: start) {
        if pending.number > 1 { target.refundBudget(pending) }
        target.record(.deadlineExceeded, at: start, request: request)
        return .failed(.deadlineExceeded, attempts: made, fallback: false)
      }
      if pending.number == 1 { startedAt = start }

      let result: AttemptResult<Call.Value, Call.Failure>
      if let hedge = target.hedge {
        result = await hedgedAttempt(hedge, pending, at: index, deadline: deadline, operation)
      } else {
        result = await attemptOnce(pending, at: index, from: start, deadline: deadline, operation)
      }
      let failed: FailedAttempt<Call.Value, Call.Failure>
      switch result {
      case .served(let value): return .served(value, attempts: Int(pending.number))
      case .failed(let attempt): failed = attempt
      }

      if retry == nil, let policy = target.retry { retry = Retry(policy, startedAt: startedAt) }
      switch decide(after: failed, &retry, pending, at: target, deadline: deadline) {
      case .stop(let reason):
        return failed.outcome(
          attempts: Int(pending.number), wrapsLastError: retry?.wrapsLastError(after: reason) ?? false)
      case .wait(let delay):
        // Checked after the retry was reported, so that every scheduled retry is in the record of events.
        if Task.isCancelled { return .failed(.cancelled, attempts: Int(pending.number), fallback: false) }
        let next = PendingAttempt(
          request: request, number: pending.number &+ 1, reason: .retry(throttled: failed.isThrottled))
        let charge = retry?.policy.budgetCharge ?? .due
        if charge == .scheduled, !target.acquireRetryBudget(next, at: failed.end) {
          return .failed(
            .budgetExceeded(last: failed.error), attempts: Int(pending.number), fallback: failed.fallback)
        }
        if delay > 0 {
          do {
            let wait = isMutated(.retryTooSoon) ? delay / 2 : delay
            try await clock.sleep(untilNanoseconds: failed.end.addingSaturating(wait))
          } catch {
            if charge == .scheduled { target.refundBudget(next) }
            return .failed(.cancelled, attempts: Int(pending.number), fallback: false)
          }
        }
        // A refusal counts as an attempt.
        if charge == .due, !target.acquireRetryBudget(next, at: clock.nanoseconds) {
          return .failed(
            .budgetExceeded(last: failed.error), attempts: Int(next.number), fallback: failed.fallback)
        }
        pending = next
      }
    }
  }

  /// Makes one attempt through rate limiter, bulkheads, breaker and timeout.
  @inlinable @inline(__always)
  func attemptOnce<Call: PipelineCall>(
    _ pending: PendingAttempt, at index: Int, from arrival: Int64, deadline: Deadline, _ operation: Call
  ) async -> AttemptResult<Call.Value, Call.Failure> {
    let target = targets[index]
    var start = arrival
    var isCounted = false
    if !target.tryEnter() {
      if pending.isFirst { target.callStarted(at: arrival) }
      isCounted = true
      if let refusal = await awaitAdmission(pending, to: target, deadline: deadline, from: arrival) {
        target.refundBudget(pending)
        return .failed(FailedAttempt(refusal, at: clock.nanoseconds))
      }
      start = clock.nanoseconds
    }
    switch target.admit(pending, at: start, isCounted: isCounted) {
    case .refused(let retryAfter):
      if !isMutated(.bulkheadLeaksRefused) { target.leave(time: nil, at: start) }
      target.refundBudget(pending)
      return .failed(FailedAttempt(.circuitOpen, .circuitOpen(retryAfter: retryAfter), at: start))
    case .admitted(let permit):
      let own = Deadline(nanoseconds: start.addingSaturating(target.timeout))
      let attempt = Attempt(
        request: pending.request, target: index, number: Int(pending.number),
        deadline: isMutated(.timeoutBeyondDeadline) ? own : own.earlier(than: deadline),
        hedgeIndex: Int(pending.hedgeIndex)
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
      let inFlight = InFlightAttempt(
        pending: pending, permit: permit, startedAt: start, deadline: attempt.deadline,
        ownTimeout: own <= deadline)
      let result = evaluate(outcome, of: inFlight, at: target, operation)
      let end = clock.nanoseconds
      target.leave(time: result.isSample ? end - start : nil, dropped: result.isDrop, at: end)
      return result
    }
  }

  /// Makes an attempt with hedges. Never inlined: the frame of the caller is allocated for every call.
  @inlinable @inline(never)
  func hedgedAttempt<Call: PipelineCall>(
    _ policy: HedgePolicy, _ pending: PendingAttempt, at index: Int, deadline: Deadline, _ operation: Call
  ) async -> AttemptResult<Call.Value, Call.Failure> {
    let target = targets[index]
    let extra = PendingAttempt(request: pending.request, number: pending.number, reason: .hedge)
    let (result, winner) = await hedged(
      policy, delay: target.hedgeDelay, on: clock,
      isFinal: { result in
        switch result {
        case .served: true
        case .failed(let attempt): !attempt.fallback
        }
      },
      mayHedge: { number in
        let now = clock.nanoseconds
        guard target.acquireRetryBudget(extra, at: now) else { return false }
        target.record(
          .hedgeStarted, at: now, request: pending.request, attempt: pending.number, detail: Int64(number))
        return true
      },
      discard: { result in
        if case .served(let value) = result, let compensate = operation.compensate {
          await compensate(value)
        }
      },
      { number in
        await attemptOnce(
          number == 0 ? pending : extra.hedge(number), at: index, from: clock.nanoseconds, deadline: deadline,
          operation)
      })
    target.record(
      .hedgeWon, at: clock.nanoseconds, request: pending.request, attempt: pending.number,
      detail: Int64(winner))
    return result
  }

  /// Makes an attempt in a separate task, which is abandoned at its deadline. Never inlined, like the one
  /// with hedges.
  @inlinable @inline(never)
  func raced<Call: PipelineCall>(
    _ operation: Call, _ attempt: Attempt
  ) async -> RaceOutcome<Call.Value, Call.Failure> {
    await race(attempt, until: attempt.deadline.nanoseconds, on: clock, late: operation.compensate) {
      attempt async throws(Call.Failure) in try await operation.attempt(attempt)
    }
  }

  /// Classifies the outcome of an attempt and records it with the target.
  @inlinable
  func evaluate<Call: PipelineCall>(
    _ outcome: RaceOutcome<Call.Value, Call.Failure>, of inFlight: InFlightAttempt, at target: Target,
    _ operation: Call
  ) -> AttemptResult<Call.Value, Call.Failure> {
    let now = clock.nanoseconds
    func finish(_ outcome: Outcome, _ kind: ResilienceEvent.Kind, detail: Int64 = 0) {
      target.finish(inFlight, outcome, as: kind, detail: detail, at: now)
    }
    // With `byCall` the attempt is trusted to end in time; one that did not has timed out all the same.
    let isLate =
      !target.enforcesTimeout && inFlight.deadline.hasPassed(at: now) && !isMutated(.acceptsLateResponse)
    guard case .finished(let result) = outcome, !isLate else {
      if inFlight.ownTimeout {
        finish(.failure, .attemptTimedOut, detail: target.timeout)
        return .failed(FailedAttempt(.timeout, .timedOut(after: target.timeout), at: now))
      }
      // The caller's deadline says nothing about the target.
      finish(.cancelled, .attemptCancelled)
      return .failed(FailedAttempt([], .deadlineExceeded, at: now, fallback: false))
    }
    if case .failure = result, Task.isCancelled {
      finish(.cancelled, .attemptCancelled)
      return .failed(FailedAttempt([], .cancelled, at: now, fallback: false))
    }
    let verdict: Verdict
    do {
      verdict = try operation.judge(result)
    } catch {
      finish(.unclassified, .attemptUnclassified)
      return .failed(FailedAttempt([], .unclassified(error), at: now))
    }
    switch result {
    case .success(let value) where verdict.outcome == .success:
      finish(.success, .attemptSucceeded)
      return .served(value)
    case .success(let value):
      finish(verdict.outcome, .attemptFailed, detail: verdict.failureDetail)
      return .failed(FailedAttempt(verdict.retry ? .badResult : [], value, at: now, verdict))
    case .failure(let error):
      finish(verdict.outcome, .attemptFailed, detail: verdict.failureDetail)
      return .failed(FailedAttempt(verdict.retry ? .failure : [], .failed(error), at: now, verdict))
    }
  }

  /// Decides whether another attempt follows, and reports it.
  @inlinable
  func decide<Value, Failure: Error>(
    after failed: FailedAttempt<Value, Failure>, _ retry: inout Retry?, _ pending: PendingAttempt,
    at target: Target, deadline: Deadline
  ) -> Retry.Decision {
    guard retry != nil else { return .stop(.attemptsUsed) }
    return target.decide(
      &retry!, failed.retryCause, hint: failed.hint, at: failed.end, deadline: deadline,
      request: pending.request,
      attempt: pending.number, random: random)
  }
}
