import SimCore
import Synchronization
import TestSupport
import Testing

@Suite("Parallel runs")
struct ParallelRunsTests {
  private struct Refused: Error, Equatable { var input: Int }

  @Test("results are in the order of the inputs", arguments: [1, 2, 5])
  func order(threads: Int) async throws {
    let runs = ParallelRuns(threads: threads)
    #expect(try runs.results(of: Array(0..<100)) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(await runs.resultsInTasks(of: Array(0..<100)) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(try runs.results(of: [Int]()) { $0 } == [])
  }

  @Test("the error is that of the first input that failed", arguments: [1, 3])
  func firstError(threads: Int) {
    let error = #expect(throws: Refused.self) {
      try ParallelRuns(threads: threads).results(of: Array(0..<50)) { input in
        if input % 20 == 13 { throw Refused(input: input) }
      }
    }
    #expect(error == Refused(input: 13))
  }

  @Test("everything below the number at which it stops has been done", arguments: [1, 4])
  func stops(threads: Int) {
    let done = Counter()
    let sums = ParallelRuns(threads: threads).sums(
      count: 1_000, initial: [Int](), shouldStop: { done.value >= 10 },
      body: { number, sum in
        sum.append(number)
        done.next()
      })
    let numbers = sums.joined().sorted()
    #expect(numbers == Array(0..<numbers.count))
    #expect((10..<10 + threads).contains(numbers.count))
  }

  @Test("no input is begun after a result of nil", arguments: [1, 4])
  func stopsAtNil(threads: Int) async {
    let begun = Counter()
    let results = await ParallelRuns(threads: threads).resultsInTasks(of: Array(0..<1_000)) { input -> Int? in
      begun.next()
      return input == 5 ? nil : input
    }
    #expect(!results.contains(5))
    #expect(results.starts(with: 0..<5))
    if threads == 1 { #expect(begun.value == 6) }
  }
}
