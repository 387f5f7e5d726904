import Experiments
import SimCore
import TestSupport
import Testing

@Suite("Determinism corpus")
struct DeterminismCorpusTests {
  static let schedulings: [Scheduling] = [.fifo, .random, .pct(depth: 3)]

  @Test("gives the same digests again, and on two threads", arguments: schedulings)
  func repeats(scheduling: Scheduling) throws {
    let seeds = Array(UInt64(1)...200)
    let first = try DeterminismCorpus.digests(seeds: seeds, scheduling: scheduling)
    #expect(first.count == 200)
    #expect(try DeterminismCorpus.digests(seeds: seeds, scheduling: scheduling) == first)
    #expect(try DeterminismCorpus.digests(seeds: seeds, scheduling: scheduling, threads: 2) == first)
    #expect(Set(first).count == 200)
  }

  /// Digests of an earlier build: they hold for debug, release and the sanitizers, on any machine. Who changes
  /// the corpus or what a digest covers replaces them.
  @Test("gives the digests that every build gives")
  func known() throws {
    let digests = try Self.schedulings.map { scheduling in
      var all = Digest()
      for digest in try DeterminismCorpus.digests(seeds: Array(1...200), scheduling: scheduling) {
        all.mix(digest.value)
      }
      return "\(scheduling.name) \(all)"
    }
    #expect(digests == Self.expected)
  }

  static let expected = ["fifo 3d821d5f1315480b", "random 89a9c127311cec5e", "pct c69f1d6aa3339c20"]

  @Test("a recorded schedule reproduces the digest", arguments: UInt64(1)...20)
  func replay(seed: UInt64) throws {
    for scheduling in Self.schedulings.dropFirst() {
      var simulation = DeterminismCorpus.simulation(seed: seed, scheduling: scheduling)
      simulation.recordsSchedule = true
      let recorded = try simulation.run { try await DeterminismCorpus.body($0) }
      simulation.scheduling = .replay(recorded.schedule)
      let replayed = try simulation.run { try await DeterminismCorpus.body($0) }
      #expect(replayed.digest == recorded.digest)
      #expect(replayed.value == recorded.value)
      #expect(recorded.certificate.isClean)
    }
  }

  @Test func `meets every kind of trouble it is made of`() throws {
    var injected = [0, 0, 0]
    var kinds: Set<String> = []
    for seed: UInt64 in 1...30 {
      var simulation = DeterminismCorpus.simulation(seed: seed)
      simulation.keepsTrace = true
      let outcome = try simulation.run { try await DeterminismCorpus.body($0) }
      for (place, count) in outcome.faultsInjected.enumerated() { injected[place] += count }
      for event in outcome.trace.events { kinds.insert("\(event.kind.name)") }
    }
    #expect(injected.allSatisfy { $0 > 0 })
    #expect(
      kinds.isSuperset(of: ["fault.injected", "fault.point", "knob.spiked", "timer.fired", "corpus.total"]))
  }
}
