import LoadGen
import Testing

@Suite("Work shape")
struct WorkShapeTests {
  // The documented request: 2.11 s one after another, 1.10 s with the four searches at once.
  static let request = WorkShape.sequence([
    .step("intent", nanoseconds: 300),
    .parallel([
      .step("flights", nanoseconds: 800), .step("hotels", nanoseconds: 500),
      .step("weather", nanoseconds: 200), .step("activities", nanoseconds: 310),
    ]),
  ])

  @Test func `the critical path is the longest chain of dependent steps`() {
    #expect(Self.request.total == 2110)
    #expect(Self.request.criticalPath == 1100)
    #expect(Self.request.criticalSteps == ["intent", "flights"])
    #expect(WorkShape.parallel([]).criticalPath == 0)
  }
}
