import LoadGen
import Reports
import Testing

@testable import Experiments

@Suite("Contention for one record")
struct ContentionExperimentTests {
  @Test func `jittered back-off needs a fraction of the calls of plain exponential back-off`() throws {
    let report = try ContentionExperiment(clients: [100], rounds: 3, seed: 42).run()
    func share(_ backoff: ContentionWorld.Backoff) -> Double {
      report.rows.first { $0.backoff == backoff }?.shareOfPlain ?? .infinity
    }
    #expect(share(.exponential) == 1)
    #expect(share(.full) < 0.6)
    #expect(share(.decorrelated) < 0.6)
    #expect(share(.equal) < 1)
    #expect(share(.none) > 1)
  }

  @Test func `a client alone writes with its first call`() throws {
    for backoff in ContentionWorld.Backoff.allCases {
      let outcome = try ContentionWorld(clients: 1, backoff: backoff, seed: 3).run()
      #expect(outcome.calls == 1)
      // Three messages of 10 ms, each within six standard deviations of 2 ms.
      #expect((0...66_000_000).contains(outcome.makespan))
    }
  }

  @Test("one seed is one run, and another is another", arguments: ContentionWorld.Backoff.allCases)
  func repeats(backoff: ContentionWorld.Backoff) throws {
    let first = try ContentionWorld(clients: 20, backoff: backoff, seed: 1).run()
    #expect(try ContentionWorld(clients: 20, backoff: backoff, seed: 1).run() == first)
    #expect(try ContentionWorld(clients: 20, backoff: backoff, seed: 2).run() != first)
    #expect(first.calls > 20)
  }

  @Test func `the plot has a curve for every kind of back-off`() throws {
    let plot = try ContentionExperiment(clients: [2, 4], rounds: 1, seed: 1).run().plot
    for backoff in ContentionWorld.Backoff.allCases {
      #expect(plot.script.contains("title '\(backoff.title)'"))
    }
  }
}
