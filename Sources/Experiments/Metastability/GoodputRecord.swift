import Synchronization

/// The outcomes of the requests of each second, and the server's work in it. Seconds are those since the world
/// began; requests count in the second they arrived in.
final class GoodputRecord: Sendable {
  struct Second: Sendable, Hashable {
    /// Requests that came.
    var arrived = 0
    /// Of those, answered well.
    var good = 0
    /// Of those, not yet over.
    var open = 0
    /// Calls that reached the server in this second, whenever their request came.
    var calls = 0
    /// Server time of calls that ended in this second, nanoseconds, and how much of it nobody waited for.
    var served: Int64 = 0
    var wasted: Int64 = 0
  }

  private let state = Mutex<[Second]>([])

  var seconds: [Second] { state.withLock { $0 } }

  func arrived(at now: Int64) {
    change(now) {
      $0.arrived += 1
      $0.open += 1
    }
  }

  /// A request that came at `arrival` is over.
  func ended(_ arrival: Int64, good: Bool) {
    change(arrival) {
      $0.open -= 1
      if good { $0.good += 1 }
    }
  }

  func sent(at now: Int64) { change(now) { $0.calls += 1 } }

  func served(for time: Int64, wanted: Bool, at now: Int64) {
    change(now) {
      $0.served += time
      if !wanted { $0.wasted += time }
    }
  }

  private func change(_ now: Int64, _ body: (inout Second) -> Void) {
    let index = Int(now / 1_000_000_000)
    state.withLock { seconds in
      while seconds.count <= index { seconds.append(Second()) }
      body(&seconds[index])
    }
  }
}

extension GoodputRecord.Second {
  /// Of the requests that came, nine in ten were answered well.
  var isWell: Bool { arrived > 0 && good * 10 >= arrived * 9 }

  static func + (a: Self, b: Self) -> Self {
    Self(
      arrived: a.arrived + b.arrived, good: a.good + b.good, open: a.open + b.open, calls: a.calls + b.calls,
      served: a.served + b.served, wasted: a.wasted + b.wasted)
  }
}

extension Sequence<GoodputRecord.Second> {
  /// All of them together.
  var total: GoodputRecord.Second { reduce(GoodputRecord.Second(), +) }
}
