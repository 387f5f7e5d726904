import Dispatch
import Synchronization

/// Independent runs spread over threads: one world at a time on each thread.
///
/// Inputs are begun in ascending order, and results do not depend on which thread took which input. A run must not
/// wait for another one.
package struct ParallelRuns: Sendable {
  /// The largest number of threads.
  package let threads: Int

  package init(threads: Int) {
    precondition(threads > 0, "worlds need at least one thread, were given \(threads)")
    self.threads = threads
  }

  /// Returns the results of `inputs`, in their order. Throws the error of the first input that failed, after all
  /// have run. `shouldStop` is asked before each input; when it returns true, the results are those of the inputs
  /// before.
  package func results<Input: Sendable, Value: Sendable>(
    of inputs: [Input], shouldStop: @Sendable () -> Bool = { false },
    _ body: @Sendable (Input) throws -> Value
  ) throws -> [Value] {
    let parts: [[(place: Int, result: Result<Value, any Error>)]] = sums(
      count: inputs.count, initial: [], shouldStop: shouldStop
    ) {
      place, part in part.append((place, Result { try body(inputs[place]) }))
    }
    return try parts.joined().sorted { $0.place < $1.place }.map { try $0.result.get() }
  }

  /// Gives the numbers from 0 to `count` to `body`, and returns a sum for each thread.
  ///
  /// `shouldStop` is asked before each number. When it returns true, all numbers below some number have been done
  /// and none above. For a result that does not depend on the number of threads, sums must merge in any order.
  package func sums<Sum: Sendable>(
    count: Int, initial: Sum, shouldStop: @Sendable () -> Bool = { false },
    body: @Sendable (Int, inout Sum) -> Void
  ) -> [Sum] {
    let numbers = Numbers(count)
    let sums = Mutex<[Sum]>([])
    DispatchQueue.concurrentPerform(iterations: min(threads, max(1, count))) { _ in
      var sum = initial
      while !shouldStop(), let number = numbers.next() { body(number, &sum) }
      sums.withLock { $0.append(sum) }
    }
    return sums.withLock { $0 }
  }

  /// Returns the results of `inputs`, in their order, without those that are nil.
  ///
  /// The runs are tasks of the caller and see its task-local values. After a result of nil no further input is
  /// begun.
  package func resultsInTasks<Input: Sendable, Value: Sendable>(
    of inputs: [Input], _ body: @escaping @Sendable (Input) -> Value?
  ) async -> [Value] {
    let numbers = Numbers(inputs.count)
    return await withTaskGroup(of: [(place: Int, value: Value)].self) { group in
      for _ in 0..<min(threads, inputs.count) {
        group.addTask {
          var part: [(place: Int, value: Value)] = []
          while let place = numbers.next() {
            if let value = body(inputs[place]) { part.append((place, value)) } else { numbers.stop() }
          }
          return part
        }
      }
      var results: [(place: Int, value: Value)] = []
      for await part in group { results += part }
      return results.sorted { $0.place < $1.place }.map(\.value)
    }
  }
}

/// Hands out the numbers below a count, each once.
private final class Numbers: Sendable {
  private let count: Int
  private let taken = Atomic(0)

  init(_ count: Int) { self.count = count }

  func next() -> Int? {
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }

  /// Makes every later call of `next` return nil.
  func stop() { taken.store(count, ordering: .relaxed) }
}
