/// The times of the last calls, for a quantile of them.
public struct LatencySample: Sendable, Hashable {
  private var times: [Int64] = []
  private var next = 0
  private let size: Int

  /// Keeps the last `size` times.
  public init(size: Int = 128) {
    precondition(size > 0, "size must be positive, was \(size)")
    self.size = size
  }

  public mutating func record(_ time: Int64) {
    if times.count < size {
      times.append(time)
    } else {
      times[next] = time
      next = next + 1 == size ? 0 : next + 1
    }
  }

  /// The smallest time that at least the share `q` of the kept ones do not exceed; nil before
  /// `minimum` are known.
  public func quantile(_ q: Double, minimum: Int = 20) -> Int64? {
    guard times.count >= max(1, minimum) else { return nil }
    let rank = Int((q * Double(times.count)).rounded(.up))
    return times.sorted()[min(max(rank, 1), times.count) - 1]
  }
}
