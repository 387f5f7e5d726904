import SimCore

/// The kernel's timer queue compared with a bare 4-ary heap of the same keys, on the hold model.
enum QueueBenchmark {
  static let sizes = [10, 1_000, 100_000, 1_000_000]

  struct Row {
    var pending: Int
    var nanoseconds: Double
    var bareNanoseconds: Double
    var ratio: Double { nanoseconds / bareNanoseconds }
  }

  /// Returns the medians of `rounds`, which alternate between queue and heap so that both see the same machine load.
  static func measure(pending: Int, holds: Int = 1_000_000, rounds: Int = 5) -> Row {
    var kernel: [Double] = []
    var bare: [Double] = []
    var timers = HoldModel(pending: pending, seed: 1)
    var heap = BareHeap(pending: pending, seed: 1)
    for _ in 0..<rounds {
      kernel.append(time(holds) { timers.hold(holds) })
      bare.append(time(holds) { heap.hold(holds) })
    }
    timers.deallocate()
    return Row(pending: pending, nanoseconds: kernel.median, bareNanoseconds: bare.median)
  }

  private static func time(_ holds: Int, _ work: () -> UInt64) -> Double {
    let meter = Meter()
    let digest = work()
    let nanoseconds = Double(meter.reading.wallNanoseconds) / Double(holds)
    precondition(digest != 0, "a digest of a million holds is not 0")
    return nanoseconds
  }
}

/// A 4-ary array heap of sixteen-byte keys without payload.
private struct BareHeap {
  private var keys: [TimerKey] = []
  private var draws: UInt64
  private var sequence: UInt64 = 0

  init(pending: Int, seed: UInt64) {
    draws = seed | 1
    keys.reserveCapacity(pending)
    for _ in 0..<pending { push(after: 0) }
  }

  mutating func hold(_ count: Int) -> UInt64 {
    var digest = Digest()
    for _ in 0..<count {
      let first = pop()
      digest.mix(first.deadline)
      push(after: first.deadline)
    }
    return digest.value
  }

  private mutating func push(after now: Int64) {
    sequence += 1
    let key = TimerKey(deadline: now + HoldModel.increment(&draws), order: sequence)
    keys.append(key)
    var hole = keys.count - 1
    while hole > 0, key < keys[(hole - 1) / 4] {
      keys[hole] = keys[(hole - 1) / 4]
      hole = (hole - 1) / 4
    }
    keys[hole] = key
  }

  private mutating func pop() -> TimerKey {
    let first = keys[0]
    let last = keys.removeLast()
    guard !keys.isEmpty else { return first }
    var hole = 0
    while hole * 4 + 1 < keys.count {
      var least = hole * 4 + 1
      for child in least + 1..<max(least + 1, min(hole * 4 + 5, keys.count)) where keys[child] < keys[least] {
        least = child
      }
      if last < keys[least] { break }
      keys[hole] = keys[least]
      hole = least
    }
    keys[hole] = last
    return first
  }
}

extension [Double] {
  /// The median; of an even number of values, the lower of the two in the middle.
  var median: Double { sorted()[(count - 1) / 2] }
}
