import Randomness

extension Pipeline {
  /// All attempts at one alternative.
  @inlinable
  func callTarget<Value: Sendable, Failure: Error>(
    _ index: Int, request: UInt64, deadline: Deadline,
    judge: (Result<Value, Failure>) throws -> Verdict,
    _ operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) async -> TargetOutcome<Value, Failure> {
    let target = targets[index]
    var retry: Retry?
    var number: UInt32 = 1
    while true {
      let start = clock.nanoseconds
      if Task.isCancelled { return .failed(.cancelled, attempts: Int(number) - 1, fallback: false) }
      if deadline.hasPassed(at: start) {
        target.record(.deadlineExceeded, at: start, request: request)
        return .failed(.deadlineExceeded, attempts: Int(number) - 1, fallback: false)
      }
      if retry == nil, let rules = target.retry { retry = Retry(rules, startedAt: start) }

      let failed: FailedAttempt<Value, Failure>
      switch target.admit(request: request, attempt: number, at: start) {
      case .open(let retryAfter):
        failed = FailedAttempt(.open, .open(retryAfter: retryAfter), at: start)
      case .admitted(let ticket):
        let own = Deadline(nanoseconds: start.addingSaturating(target.timeout))
        let attempt = Attempt(
          request: request, target: index, number: Int(number), deadline: own.earlier(than: deadline))
        let outcome: RaceOutcome<Value, Failure>
        if attempt.deadline == .none || !target.enforcesTimeout {
          do throws(Failure) {
            outcome = .finished(.success(try await operation(attempt)))
          } catch {
            outcome = .finished(.failure(error))
          }
        } else {
          outcome = await race(attempt, until: attempt.deadline.nanoseconds, on: clock, operation)
        }
        let running = RunningAttempt(attempt: attempt, ticket: ticket, ownTimeout: own <= deadline)
        switch conclude(outcome, of: running, at: target, judge) {
        case .served(let value): return .served(value, attempts: Int(number))
        case .failed(let attempt): failed = attempt
        }
      }

      switch decide(after: failed, &retry, request: request, number, at: target, deadline: deadline) {
      case .stop(let reason):
        return failed.outcome(attempts: Int(number), failsOwn: retry?.failsOf(reason) ?? false)
      case .wait(let delay):
        // The retry has been announced; only now is the caller's cancellation looked at.
        if Task.isCancelled { return .failed(.cancelled, attempts: Int(number), fallback: false) }
        if delay > 0 {
          do {
            try await clock.sleep(untilNanoseconds: failed.end.addingSaturating(delay))
          } catch {
            return .failed(.cancelled, attempts: Int(number), fallback: false)
          }
        }
        number &+= 1
      }
    }
  }

  /// Judges what came back, and settles with the target.
  @inlinable
  func conclude<Value: Sendable, Failure: Error>(
    _ outcome: RaceOutcome<Value, Failure>, of running: RunningAttempt, at target: Target,
    _ judge: (Result<Value, Failure>) throws -> Verdict
  ) -> Conclusion<Value, Failure> {
    let now = clock.nanoseconds
    func settle(_ outcome: Outcome, _ kind: ResilienceEvent.Kind, detail: Int64 = 0) {
      target.settle(running, outcome, as: kind, detail: detail, at: now)
    }
    // An attempt that was trusted to end in time and did not has timed out all the same.
    let isLate = !target.enforcesTimeout && running.attempt.deadline.hasPassed(at: now)
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
      verdict = try judge(result)
    } catch {
      settle(.unclassified, .attemptUnclassified)
      return .failed(FailedAttempt([], .unclassified(error), at: now))
    }
    switch result {
    case .success(let value) where verdict.outcome == .success:
      settle(.success, .attemptSucceeded)
      return .served(value)
    case .success(let value):
      settle(verdict.outcome, .attemptFailed, detail: verdict.retry ? 1 : 0)
      return .failed(FailedAttempt(verdict.retry ? .badResult : [], value, at: now, verdict))
    case .failure(let error):
      settle(verdict.outcome, .attemptFailed, detail: verdict.retry ? 1 : 0)
      return .failed(FailedAttempt(verdict.retry ? .failure : [], .failed(error), at: now, verdict))
    }
  }

  /// Whether another attempt follows, announced to the observer.
  @inlinable
  func decide<Value, Failure: Error>(
    after failed: FailedAttempt<Value, Failure>, _ retry: inout Retry?, request: UInt64, _ number: UInt32,
    at target: Target, deadline: Deadline
  ) -> Retry.Decision {
    guard retry != nil else { return .stop(.attemptsUsed) }
    return target.decide(
      &retry!, failed.cause, hint: failed.hint, at: failed.end, deadline: deadline, request: request,
      attempt: number, random: random)
  }
}

/// An attempt under way, and what it holds.
@usableFromInline
struct RunningAttempt: Sendable {
  @usableFromInline let attempt: Attempt
  @usableFromInline let ticket: Target.Ticket
  /// Whether its deadline is the target's timeout rather than the caller's deadline.
  @usableFromInline let ownTimeout: Bool

  @inlinable init(attempt: Attempt, ticket: Target.Ticket, ownTimeout: Bool) {
    self.attempt = attempt
    self.ticket = ticket
    self.ownTimeout = ownTimeout
  }
}

/// An attempt judged.
@usableFromInline
enum Conclusion<Value, Failure: Error> {
  case served(Value)
  case failed(FailedAttempt<Value, Failure>)
}

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
