import Resilience
import SimulatedServices
import TravelPlanner

extension SimulatedService {
  /// Returns the answer to a search, perhaps from a cache before the service: one of several callers that ask the same
  /// loads it for all.
  @inline(__always)
  func answer<Query: Hashable & Sendable, Reply: Corruptible & Sendable>(
    _ call: Attempt, _ query: Query, cachedIn cache: Cache<Query, Reply, ProviderError>?, _ reply: () -> Reply
  ) async throws(ProviderError) -> Reply {
    if let cache { return try await answer(call, query, from: cache, reply) }
    return try await answer(call, operation: "search", reply)
  }

  private func answer<Query: Hashable & Sendable, Reply: Corruptible & Sendable>(
    _ call: Attempt, _ query: Query, from cache: Cache<Query, Reply, ProviderError>, _ reply: () -> Reply
  ) async throws(ProviderError) -> Reply {
    do throws(CallFailure<ProviderError>) {
      return try await cache.value(
        for: query, request: call.request, deadline: call.deadline, on: station.clock
      ) { () async throws(CallFailure<ProviderError>) in
        do throws(ProviderError) {
          return Served(try await answer(call, operation: "search", reply), target: call.target, attempts: 1)
        } catch {
          throw CallFailure(error: .failed(error), attempts: 1, causes: [])
        }
      }.value
    } catch {
      if case .failed(let failure) = error.error { throw failure }
      throw .unavailable
    }
  }
}
