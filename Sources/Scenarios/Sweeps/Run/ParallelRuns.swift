import Dispatch
import Synchronization

/// Independent pieces of work spread over threads.
enum ParallelRuns {
  /// Numbers from 0 to `count`, each given to `body` once, on at most `threads` threads with a sum each.
  ///
  /// Numbers are begun in ascending order and `shouldStop` is asked before each, so when it says yes,
  /// everything below some number has been done and nothing above. Which thread takes which is chance: for a
  /// result that does not depend on it, sums must merge in any order. `body` must not wait for another number.
  static func sums<Sum: Sendable>(
    count: Int, threads: Int, initial: Sum, shouldStop: @Sendable () -> Bool = { false },
    body: @Sendable (Int, inout Sum) -> Void
  ) -> [Sum] {
    precondition(threads > 0, "work needs a thread, was given \(threads)")
    let next = Atomic(0)
    let sums = Mutex<[Sum]>([])
    DispatchQueue.concurrentPerform(iterations: min(threads, max(1, count))) { _ in
      var sum = initial
      while !shouldStop() {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < count else { break }
        body(number, &sum)
      }
      sums.withLock { $0.append(sum) }
    }
    return sums.withLock { $0 }
  }
}
