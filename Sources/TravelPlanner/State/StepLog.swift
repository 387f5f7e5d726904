/// Steps in the order they were done, in 24 bytes: a state is saved after each of them, and an array would be
/// made anew after each save.
@usableFromInline
struct StepLog: Hashable, Sendable {
  /// The latest steps, five bits each, the first of them lowest.
  private var latest: UInt64 = 0
  private var count: UInt8 = 0
  /// What came before them, always a multiple of `room`; nil for the dozen that a plan takes.
  private var earlier: [Step]?

  private static let bits: UInt64 = 5
  private static let room: UInt8 = 12

  init() {}

  init(_ steps: [Step]) {
    for step in steps { append(step) }
  }

  @usableFromInline
  mutating func append(_ step: Step) {
    if count == StepLog.room {
      earlier = steps
      latest = 0
      count = 0
    }
    latest |= UInt64(step.rawValue) << (UInt64(count) * StepLog.bits)
    count += 1
  }

  var steps: [Step] {
    var steps = earlier ?? []
    steps.reserveCapacity(steps.count + Int(count))
    for place in 0..<UInt64(count) { steps.append(self[place]) }
    return steps
  }

  var last: Step? { count == 0 ? nil : self[UInt64(count) - 1] }

  private subscript(place: UInt64) -> Step {
    Step(rawValue: UInt8(truncatingIfNeeded: latest >> (place * StepLog.bits)) & 0b11111)!
  }
}
