import Primitives
import SimCore
import SimulatedServices
import Synchronization

/// Serves what was sent to it, whether or not the sender still waits: behind a network it cannot know.
///
/// The work that nobody waits for any more is what keeps an overloaded service overloaded. A server that looks
/// at a call's deadline before it starts (`shedsExpired`) throws such calls away unserved.
final class RemoteServer: Sendable {
  private let clock: SimClock
  private let model: ServiceModel
  private let random: RandomSource
  private let record: GoodputRecord
  private let state: Mutex<State>

  private struct State {
    var queue: StationQueue
    var waiting: [StationQueue.Ticket: RemoteCall] = [:]
    var shedsExpired: Bool
  }

  init(
    _ model: ServiceModel, shedsExpired: Bool, clock: SimClock, random: RandomSource, record: GoodputRecord
  ) {
    self.clock = clock
    self.model = model
    self.random = random
    self.record = record
    state = Mutex(
      State(
        queue: StationQueue(
          servers: model.servers, queueLimit: model.queueLimit, quota: model.quota, at: clock.nanoseconds),
        shedsExpired: shedsExpired))
  }

  /// Takes a call in, or turns it away at once. Its answer goes to the call.
  func send(_ call: RemoteCall) {
    let now = clock.nanoseconds
    record.sent(at: now)
    let arrival = state.withLock { state in
      let arrival = state.queue.arrive(at: now)
      if case .queue(let ticket) = arrival { state.waiting[ticket] = call }
      return arrival
    }
    switch arrival {
    case .start: begin(call)
    case .queue: break
    case .rejectFull: call.finish(.failure(.rejected))
    case .rejectQuota(let retryAfter): call.finish(.failure(.throttled(retryAfter: retryAfter)))
    }
  }

  /// From now on so many servers; those at work finish.
  func setServers(_ count: Int) {
    let now = clock.nanoseconds
    let calls = state.withLock { state in
      state.queue.setServers(count, at: now).map { RemoteServer.take($0, from: &state) }
    }
    for call in calls { begin(call) }
  }

  /// From now on calls whose sender has given up are thrown away unserved.
  func shedExpired() { state.withLock { $0.shedsExpired = true } }

  private func begin(_ first: RemoteCall) {
    let now = clock.nanoseconds
    var call = first
    while state.withLock(\.shedsExpired), call.isOver(at: now) {
      call.finish(.failure(.rejected))
      guard let next = finish(.abandoned, at: now) else { return }
      call = next
    }
    var draws = random.draw(RemoteServer.latency, call.request, call.ordinal)
    let latency = model.latency.draw(using: &draws)
    var failed = false
    if model.errors != .never {
      var errors = random.draw(RemoteServer.failure, call.request, call.ordinal)
      failed = model.errors.happens(in: &errors)
    }
    let (served, fails) = (call, failed)
    _ = clock.schedule(atNanoseconds: now + latency) { [self] in
      let end = clock.nanoseconds
      let isWanted = served.finish(fails ? .failure(.failed) : .success(()))
      record.served(for: latency, wanted: isWanted, at: end)
      if let next = finish(fails ? .failed : .served, at: end) { begin(next) }
    }
  }

  /// A server is free; the call that takes it.
  private func finish(_ ending: StationMeasures.Ending, at now: Int64) -> RemoteCall? {
    state.withLock { state in
      state.queue.finish(ending, at: now).map { RemoteServer.take($0, from: &state) }
    }
  }

  private static func take(_ ticket: StationQueue.Ticket, from state: inout State) -> RemoteCall {
    guard let call = state.waiting.removeValue(forKey: ticket) else {
      preconditionFailure("a ticket without a call")
    }
    state.queue.forget(ticket)
    return call
  }

  private static let latency: DrawSite = "metastability.latency"
  private static let failure: DrawSite = "metastability.failure"
}
