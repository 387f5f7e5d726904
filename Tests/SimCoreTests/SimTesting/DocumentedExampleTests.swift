import SimCore
import SimTesting
import Testing

/// The samples of the README and of `docs/determinism.md`; `scripts/check-docs` compares the lines.
@Suite("Documented examples")
struct DocumentedExampleTests {
  @Test func `waiting takes no time`() throws {
    let outcome = try Simulation(seed: 42).run { world in
      async let flights: Void = world.clock.sleep(for: .milliseconds(800))
      async let hotels: Void = world.clock.sleep(for: .milliseconds(500))
      _ = try await (flights, hotels)
      return world.clock.now.offset  // 0.8 seconds, always
    }
    print(outcome.value, outcome.digest, outcome.certificate)
    #expect(outcome.value == .milliseconds(800))
    #expect(outcome.certificate.isClean)
  }

  @Test func `a retry waits for its backoff`() async {
    await withEverySeed(1...200, scheduling: .random) { world in
      let start = world.clock.now
      try await callWithOneRetry(backoff: .milliseconds(300), on: world.clock)
      #expect(start.duration(to: world.clock.now) == .milliseconds(300))
    }
  }
}

/// A call whose first attempt fails at once and whose second succeeds.
private func callWithOneRetry(backoff: Duration, on clock: some Clock<Duration>) async throws {
  for attempt in 1...2 {
    if attempt == 2 { return }
    try await clock.sleep(for: backoff)
  }
}
