import Foundation
import Scenarios
import TravelPlanner

/// How long a store takes to save a whole plan, and to load it.
struct StoreMeasure {
  /// Bytes of the session as JSON.
  let size: Int
  /// Nanoseconds of the host's time, ascending.
  let saves: [Int64]
  let loads: [Int64]

  /// Saves and loads one session so many times; deletes it in the end. Throws `StoreError`.
  init(_ store: any StateStore, saves count: Int, seed: UInt64) async throws {
    let request = PlanRequest(
      TripRequest(text: "A week in Lisbon from Berlin for two, budget 1500 EUR"), key: seed,
      session: SessionID(user: "bench store measure", query: "\(seed)", at: .now))
    var state = try OnePlan(request, profile: .reference, seed: seed).state
    state.revision = 0
    size = try JSONEncoder().encode(state).count
    var times: (saves: [Int64], loads: [Int64]) = ([], [])
    let now = Timestamp.now
    for _ in 0..<count {
      state.searchNanoseconds += 1
      var start = ContinuousClock.now
      state.revision = try await store.save(state, at: now, timeToLive: .seconds(3600))
      times.saves.append(StoreMeasure.nanoseconds(since: start))
      start = .now
      let found = try await store.load(state.id, at: now)
      times.loads.append(StoreMeasure.nanoseconds(since: start))
      guard found == .found(state) else {
        throw CommandError(message: "session \(state.id) came back changed", code: .violation)
      }
    }
    try await store.delete(state.id)
    saves = times.saves.sorted()
    loads = times.loads.sorted()
  }

  /// Two lines: `200 saves, median 812 µs, 99 % within 1,933 µs`.
  var text: String {
    func line(_ name: String, _ times: [Int64]) -> String {
      func microseconds(_ index: Int) -> String { String(format: "%.0f", Double(times[index]) / 1000) }
      return "\(times.count) \(name), median \(microseconds(times.count / 2)) µs, "
        + "99 % within \(microseconds(min(times.count - 1, times.count * 99 / 100))) µs\n"
    }
    return "a session of \(size) bytes\n" + line("saves", saves) + line("loads", loads)
  }

  private static func nanoseconds(since start: ContinuousClock.Instant) -> Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
