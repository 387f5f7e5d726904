import Primitives
import Resilience
import SimCore
import SimulatedServices
import TravelPlanner

extension SimulatedService {
  /// Makes one call under the faults injected before and after the service's work.
  func answer<Reply: Corruptible & Sendable>(
    _ call: Attempt, operation: String, _ faults: ServiceFaults, _ reply: () -> Reply
  ) async throws(ProviderError) -> Reply {
    let before = faults.injection(operation, .before, call)
    try await sendRequest(before, call)
    try await process(before, call)
    let answer = reply()
    let after = faults.injection(operation, .after, call)
    if before?.isDuplicated == true || after?.isDuplicated == true { deliverDuplicate(call) }
    try await deliverResponse(before, after, call)
    return try answer.distorted((before?.corruptions ?? []) + (after?.corruptions ?? []))
  }

  /// One call that changes something at the service.
  ///
  /// `effect` happens when the service has done its work, whether or not its caller is still there, and once
  /// more when the call is delivered twice; what it gives is the reply to its own delivery.
  ///
  /// `later` gives it on the heap, for when the caller has gone.
  @inline(__always)
  func act<Reply: Sendable>(
    _ call: Attempt, operation: String, effect: () -> Reply, later: () -> @Sendable () -> Reply
  ) async throws(ProviderError) -> Reply {
    if faults != nil { return try await actUnderFaults(call, operation: operation, effect: later()) }
    do throws(StationError) {
      try await station.serve(call, unattended: later)
    } catch {
      throw ProviderError(error)
    }
    return effect()
  }

  private func actUnderFaults<Reply: Sendable>(
    _ call: Attempt, operation: String, effect: @escaping @Sendable () -> Reply
  ) async throws(ProviderError) -> Reply {
    let before = faults?.injection(operation, .before, call)
    try await sendRequest(before, call)
    let deliverAgain = { @Sendable [station] in
      station.after(station.latency(of: call, delivery: 2)) { _ = effect() }
    }
    try await process(before, call) {
      _ = effect()
      if before?.isDuplicated == true { deliverAgain() }
    }
    let reply = effect()
    let after = faults?.injection(operation, .after, call)
    if before?.isDuplicated == true || after?.isDuplicated == true { deliverAgain() }
    try await deliverResponse(before, after, call)
    for distortion in (before?.corruptions ?? []) + (after?.corruptions ?? []) {
      // There is no list in such a reply that could come short.
      if case .corrupt = distortion { throw .malformed }
    }
    return reply
  }

  /// Sends the request to the service, unless a fault stops it.
  private func sendRequest(_ effects: FaultEffects?, _ call: Attempt) async throws(ProviderError) {
    guard let effects else { return }
    if effects.crashes { faults?.crash() }
    if effects.hangs || effects.crashes { try await neverReply(call) }
    switch effects.failure {
    case .refused: throw .unavailable
    case .throttled(let retryAfter): throw .rateLimited(retryAfter: retryAfter)
    case .failed, .reset, nil: break
    }
  }

  /// The service's work, as long as it takes, ending in an error when a fault says so. `unattended` is called
  /// at its end when the caller has gone.
  private func process(
    _ effects: FaultEffects?, _ call: Attempt, unattended: (@Sendable () -> Void)? = nil
  ) async throws(ProviderError) {
    do throws(StationError) {
      if effects == nil && unattended == nil {
        try await station.serve(call.request, attempt: call.drawKey, until: call.deadline.nanoseconds)
      } else {
        let fails = effects?.failure != nil
        try await station.serve(
          call, changing: { effects?.changed($0) ?? $0 }, unattended: fails ? nil : unattended)
      }
    } catch {
      throw ProviderError(error)
    }
    switch effects?.failure {
    case .failed(let isTransient): throw isTransient ? .unavailable : .refused
    case .reset: throw .unavailable
    case .refused, .throttled, nil: break
    }
  }

  /// Delivers the response, unless a fault loses it after the work is done.
  private func deliverResponse(
    _ before: FaultEffects?, _ after: FaultEffects?, _ call: Attempt
  ) async throws(ProviderError) {
    if before == nil && after == nil { return }
    if after?.crashes == true { faults?.crash() }
    let isLost = before?.losesReply == true || after?.losesReply == true
    if isLost || after?.hangs == true || after?.crashes == true { try await neverReply(call) }
    let lateness = max(before?.lateness ?? 0, after?.lateness ?? 0).addingSaturating(after?.changed(0) ?? 0)
    if lateness > 0 {
      let ready = station.clock.nanoseconds.addingSaturating(lateness)
      try await sleep(until: ready, call)
    }
    switch after?.failure {
    case .failed(let isTransient): throw isTransient ? .unavailable : .refused
    case .throttled(let retryAfter): throw .rateLimited(retryAfter: retryAfter)
    case .refused, .reset: throw .unavailable
    case nil: break
    }
  }

  /// Waits for the caller's deadline; no response comes.
  private func neverReply(_ call: Attempt) async throws(ProviderError) { try await sleep(until: .max, call) }

  /// Returns at `time`; throws when the caller has given up before.
  private func sleep(until time: Int64, _ call: Attempt) async throws(ProviderError) {
    do {
      try await station.clock.sleep(untilNanoseconds: min(time, call.deadline.nanoseconds))
    } catch {
      throw .unavailable
    }
    if time > call.deadline.nanoseconds { throw .unavailable }
  }

  /// Delivers the request a second time; no caller waits for the response.
  private func deliverDuplicate(_ call: Attempt) {
    Task { [station] in _ = try? await station.serve(call.request, attempt: call.drawKey | 2 << 32) }
  }
}
