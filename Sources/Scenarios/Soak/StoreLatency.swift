import LoadGen
package import Primitives
import Resilience
import SimulatedTravel
package import TravelPlanner

/// The time that a store takes to save and to load one complete plan.
package struct StoreLatency: Sendable {
  /// The bytes of the session as its store would encode it.
  private let size: Int
  /// Nanoseconds, ascending.
  private let saves: [Int64]
  private let serviceCalls: [Int64]

  /// Saves and serviceCalls a session `count` times, then deletes it.
  ///
  /// `clock` measures the time; `now` is the calendar time of the saves. Throws `StoreError`, and `StoreFailure` when
  /// a session is loaded changed. `shouldStop` is asked before each save; when it returns true, there are no more.
  package static func measure(
    _ store: any StateStore, saves count: Int, seed: UInt64, now: Timestamp, clock: some NanosecondClock,
    shouldStop: () -> Bool = { false }, encodedSize: (SessionState) throws -> Int
  ) async throws -> StoreLatency {
    let request = PlanRequest(
      TripRequest(text: "A week in Lisbon from Berlin for two, budget 1500 EUR"), key: seed,
      session: SessionID(user: "bench store measure", query: "\(seed)", at: now))
    var state = try SinglePlanRun.run(request, profile: .reference, seed: seed).state
    state.revision = 0
    let size = try encodedSize(state)
    var saves: [Int64] = []
    var serviceCalls: [Int64] = []
    for _ in 0..<count where !shouldStop() {
      state.searchNanoseconds += 1
      var start = clock.nanoseconds
      state.revision = try await store.save(state, at: now, timeToLive: .seconds(3600))
      saves.append(clock.nanoseconds - start)
      start = clock.nanoseconds
      let found = try await store.load(state.id, at: now)
      serviceCalls.append(clock.nanoseconds - start)
      guard found == .found(state) else { throw StoreFailure("session \(state.id) was loaded changed") }
    }
    try await store.delete(state.id)
    return StoreLatency(size: size, saves: saves.sorted(), serviceCalls: serviceCalls.sorted())
  }

  /// The number of saves.
  package var count: Int { saves.count }

  /// The size, and a line each for saves and serviceCalls: `200 saves, median 812 µs, 99 % within 1,933 µs`.
  package var text: String {
    func line(_ name: String, _ times: [Int64]) -> String {
      func microseconds(_ percent: Double) -> String {
        Text.grouped(
          Int(saturating: (Double(Percentile.value(of: percent, in: times) ?? 0) / 1000).rounded()))
      }
      return "\(times.count) \(name), median \(microseconds(50)) µs, 99 % within \(microseconds(99)) µs\n"
    }
    return "a session of \(size) bytes\n" + line("saves", saves) + line("loads", serviceCalls)
  }
}
