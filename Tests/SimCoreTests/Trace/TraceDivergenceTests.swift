import Testing

@testable import SimCore

@Suite("Divergence of traces")
struct TraceDivergenceTests {
  /// The trace of five events, the last of which has the value `last`.
  private func trace(_ last: Int64) throws -> Trace {
    var simulation = Simulation(seed: 1)
    simulation.keepsTrace = true
    return try simulation.run { world in
      for step in 0..<5 {
        try await world.clock.sleep(for: .milliseconds(1))
        world.record(.probe, step == 4 ? last : Int64(step))
      }
    }.trace
  }

  @Test("names the first event that differs")
  func firstDifference() throws {
    #expect(TraceDivergence(between: try trace(4), and: try trace(4)) == nil)
    let divergence = try #require(TraceDivergence(between: try trace(4), and: try trace(8)))
    #expect(divergence.time == SimInstant(nanoseconds: 5_000_000))
    #expect(divergence.before.count == 3)
    #expect(divergence.summary.contains("probe value=4 of task 1 body at 0.005 s in one run"))
    #expect(divergence.summary.hasSuffix("probe value=8 of task 1 body at 0.005 s in the other"))
    #expect(divergence.description.hasPrefix("they diverge at event \(divergence.place), after\n"))
  }

  @Test("names the event that only one trace has, whichever it is")
  func longer() throws {
    let long = try trace(4)
    var short = long
    short.events.removeLast()
    for divergence in [
      try #require(TraceDivergence(between: short, and: long)),
      try #require(TraceDivergence(between: long, and: short)),
    ] {
      #expect(divergence.summary.contains("body.returned"))
      #expect(divergence.summary.hasSuffix("in one run and missing in the other"))
      #expect([divergence.first, divergence.second].count { $0 == nil } == 1)
    }
  }
}

extension TraceKind {
  fileprivate static let probe = TraceKind("probe", "value")
}
