import Primitives
import Resilience
import SimCore
import Synchronization

/// All callers of a service: one set of guards, and a cache before them when there is one.
final class MetastabilityClient: Sendable {
  private let pipeline: Pipeline<SimClock>
  private let server: RemoteServer
  private let cache: Cache<Int, Int, RemoteError>?
  private let keys: Int
  private let world: World

  /// `id` tells the guards of one world apart; the cache is that of `other` when it is given.
  init(
    _ policy: TargetPolicy, cache keys: MetastabilityConfiguration.CachedKeys?, _ server: RemoteServer,
    _ world: World, id: UInt32, sharing other: MetastabilityClient? = nil
  ) {
    pipeline = Pipeline(over: [Target(id: id, policy)], on: world.clock, random: world.random)
    self.server = server
    self.world = world
    self.keys = keys?.keys ?? 1
    cache = other.map(\.cache) ?? keys.map { Cache($0.policy) }
  }

  /// One request, from its arrival to its answer.
  func request(_ number: UInt64, _ record: GoodputRecord) async {
    let (clock, server, calls) = (world.clock, server, Calls())
    let arrival = clock.nanoseconds
    record.arrived(at: arrival)
    let operation: @Sendable (Attempt) async throws(RemoteError) -> Int = { attempt throws(RemoteError) in
      let call = RemoteCall(
        request: number, ordinal: calls.next(), deadline: attempt.deadline.nanoseconds)
      server.send(call)
      try await call.answer(on: clock)
      return attempt.number
    }
    do {
      if let cache {
        var draws = world.random.draw(MetastabilityClient.key, number)
        let key = Int(draws.next(below: UInt64(keys)))
        _ = try await pipeline.call(request: number, cachedIn: cache, as: key, operation)
      } else {
        _ = try await pipeline.call(request: number, operation)
      }
      record.ended(arrival, good: true)
    } catch {
      record.ended(arrival, good: false)
    }
  }

  /// Puts a fresh value for a key into the cache.
  func warm(_ key: Int) async {
    guard let cache else { return }
    cache.remove(key)
    _ = try? await cache.value(for: key, request: 0, on: world.clock) {
      () async throws(CallFailure<RemoteError>) in Served(key, target: 0, attempts: 0)
    }
  }

  private static let key: DrawSite = "metastability.key"

  /// The calls of one request, hedges too.
  private final class Calls: Sendable {
    private let count = Atomic<UInt64>(0)
    func next() -> UInt64 { count.wrappingAdd(1, ordering: .relaxed).newValue }
  }
}
