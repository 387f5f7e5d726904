/// Several breakers in front of one resource: a call needs a permit from each, in order.
///
/// When one refuses, the permits already taken are returned, and a breaker that became half-open for this
/// call is open again with its old deadline.
public struct BreakerGroup: Sendable {
  /// The breakers in the order in which they are asked.
  public private(set) var breakers: [CircuitBreaker]

  /// Creates closed breakers at `now`.
  public init(_ policies: [BreakerPolicy], at now: Int64 = 0) {
    breakers = policies.map { CircuitBreaker($0, at: now) }
  }

  /// The answer to a call that asks for permits.
  public enum Admission: Sendable, Hashable {
    /// One permit for each breaker.
    case admitted([CircuitBreaker.Permit])
    /// The index of the breaker that refused, and its retry-after.
    case refused(by: Int, retryAfter: Int64?)
  }

  /// Asks every breaker for a permit; `emit` is given the index of the breaker that decided.
  public mutating func admit(
    at now: Int64, _ emit: (Int, CircuitBreaker.Event) -> Void = { _, _ in }
  ) -> Admission {
    var permits: [CircuitBreaker.Permit] = []
    for index in breakers.indices {
      switch breakers[index].admit(at: now, { emit(index, $0) }) {
      case .admitted(let permit): permits.append(permit)
      case .refused(let retryAfter):
        for (earlier, permit) in permits.enumerated() {
          breakers[earlier].revoke(permit, at: now) { emit(earlier, $0) }
        }
        return .refused(by: index, retryAfter: retryAfter)
      }
    }
    return .admitted(permits)
  }

  /// Ends an admitted call; `outcome` classifies it for the breaker of an index.
  public mutating func record(
    _ outcome: (Int) -> Outcome, _ permits: [CircuitBreaker.Permit], duration: Int64? = nil, at now: Int64,
    _ emit: (Int, CircuitBreaker.Event) -> Void = { _, _ in }
  ) {
    precondition(permits.count == breakers.count, "\(permits.count) permits for \(breakers.count) breakers")
    for index in breakers.indices {
      breakers[index].record(outcome(index), permits[index], duration: duration, at: now) { emit(index, $0) }
    }
  }

  /// Lets everything happen that is due by `now` in any of the breakers.
  public mutating func advance(to now: Int64, _ emit: (Int, CircuitBreaker.Event) -> Void = { _, _ in }) {
    for index in breakers.indices { breakers[index].advance(to: now) { emit(index, $0) } }
  }

  /// Counts as an access to every breaker; an `onAccess` wait that is over ends with this.
  public mutating func read(at now: Int64, _ emit: (Int, CircuitBreaker.Event) -> Void = { _, _ in }) {
    for index in breakers.indices { breakers[index].read(at: now) { emit(index, $0) } }
  }
}
