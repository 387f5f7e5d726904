import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Cache stage")
struct CacheStageTests {
  private typealias FlightCache = Cache<String, Int, ProviderError>

  @Test func `callers that ask at once are answered by one load`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = CallMeter()
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      let values = await withTaskGroup(of: Served<Int>?.self) { group in
        for request in 0..<10 {
          group.addTask {
            try? await call.call(request: UInt64(request), cachedIn: cache, as: "LIS") {
              _ throws(ProviderError) in
              try? await clock.sleep(untilNanoseconds: milliseconds(10))
              return loads.enter()
            }
          }
        }
        return await group.reduce(into: [Served<Int>?]()) { $0.append($1) }
      }
      #expect(loads.total == 1)
      #expect(values.compactMap { $0?.value } == Array(repeating: 1, count: 10))
      #expect(values.compactMap { $0?.attempts }.sorted() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    }
  }

  @Test func `a loader that is cancelled does not fail its followers`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = CallMeter()
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      @Sendable func one(_ request: UInt64) async -> Int? {
        try? await call.call(request: request, cachedIn: cache, as: "LIS") { _ throws(ProviderError) in
          let load = loads.enter()
          do { try await clock.sleep(untilNanoseconds: clock.nanoseconds + milliseconds(10)) } catch {
            throw .gone
          }
          return load
        }.value
      }
      let first = Task { await one(1) }
      let second = Task { await one(2) }
      try await clock.sleep(untilNanoseconds: milliseconds(5))
      first.cancel()
      #expect(await first.value == nil)
      #expect(await second.value == 2)
      #expect(clock.nanoseconds == milliseconds(15))
    }
  }

  @Test func `a follower fails at its own deadline`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let cache = FlightCache(CachePolicy())
      let call = pipeline(world, TargetPolicy())
      let first = Task {
        try? await call.call(request: 1, cachedIn: cache, as: "LIS") { _ throws(ProviderError) in
          try? await clock.sleep(untilNanoseconds: milliseconds(100))
          return 1
        }
      }
      await world.settle()
      do throws(CallFailure<ProviderError>) {
        _ = try await call.call(
          request: 2, deadline: Deadline(nanoseconds: milliseconds(20)), cachedIn: cache, as: "LIS"
        ) { _ throws(ProviderError) in 2 }
        Issue.record("served")
      } catch {
        guard case .deadlineExceeded = error.error else { throw error }
      }
      #expect(clock.nanoseconds == milliseconds(20))
      #expect(await first.value?.value == 1)
    }
  }

  @Test func `a value past its time is served when loading fails, and not for ever`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let cache = FlightCache(CachePolicy(timeToLive: .seconds(10), staleIfError: .seconds(5)))
      let call = pipeline(world, TargetPolicy())
      func ask(_ value: Int?) async -> Int? {
        try? await call.call(request: 1, cachedIn: cache, as: "LIS") { _ throws(ProviderError) in
          guard let value else { throw .gone }
          return value
        }.value
      }
      #expect(await ask(1) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(9_999))
      #expect(await ask(2) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(10_000))
      #expect(await ask(nil) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(14_999))
      #expect(await ask(nil) == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(15_000))
      #expect(await ask(nil) == nil)
    }
  }

  @Test func `a failure is cached for its time`() throws {
    try inCleanWorld { world in
      let clock = world.clock
      let loads = CallMeter()
      let cache = FlightCache(CachePolicy(negative: .seconds(1)))
      let call = pipeline(world, TargetPolicy())
      func fails() async {
        _ = try? await call.call(request: 1, cachedIn: cache, as: "LIS") { _ throws(ProviderError) -> Int in
          loads.enter()
          throw .gone
        }
      }
      await fails()
      await fails()
      #expect(loads.total == 1)
      try await clock.sleep(untilNanoseconds: milliseconds(1000))
      await fails()
      #expect(loads.total == 2)
    }
  }
}
