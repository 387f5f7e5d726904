import SimCore

/// The hold model on the kernel's own timer queue: with a number of timers pending, the earliest is taken and one
/// armed for later, again and again. Measures the queue alone.
struct HoldModel {
  private var queue = TimerQueue()
  private var draws: UInt64

  /// Arms `pending` timers.
  init(pending: Int, seed: UInt64) {
    draws = seed | 1
    for _ in 0..<pending { arm(after: 0) }
  }

  /// Performs `count` holds and returns the digest of the deadlines taken.
  mutating func hold(_ count: Int) -> UInt64 {
    var digest = Digest()
    for _ in 0..<count {
      guard let key = queue.peek() else { break }
      _ = queue.popPeeked(key)
      digest.mix(key.deadline)
      arm(after: key.deadline)
    }
    return digest.value
  }

  func deallocate() { queue.deallocate() }

  private mutating func arm(after now: Int64) {
    let timer = queue.reserve()
    queue.setPayload(timer, TimerPayload.firstJob)
    queue.arm(timer, deadline: now + HoldModel.increment(&draws))
  }

  /// Returns an increment of 1 to 2^20 nanoseconds, drawn from `state`. The queue and the heap that it is compared
  /// with draw the same ones.
  static func increment(_ state: inout UInt64) -> Int64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int64(state & 0xF_FFFF) + 1
  }
}
