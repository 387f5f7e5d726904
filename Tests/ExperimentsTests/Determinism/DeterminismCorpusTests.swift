import Experiments
import Foundation
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

  /// The committed digests hold for debug, release and the sanitizers, on any machine. A change of the corpus, or of
  /// what a digest covers, replaces them: `make results`.
  @Test("gives the committed digests", arguments: schedulings)
  func committed(scheduling: Scheduling) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("results/virtual/digests.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: " ") }.filter { $0.first.map(String.init) == scheduling.name }
    let seeds = try lines.map { try #require(UInt64($0[1])) }
    try #require(!seeds.isEmpty)
    let digests = try DeterminismCorpus.digests(seeds: seeds, scheduling: scheduling)
    let differences = zip(lines, digests).filter { $0[2] != "\($1)" }
      .map { "seed \($0[1]): committed \($0[2]), now \($1)" }
    #expect(differences.isEmpty, "\(scheduling.name): \(differences.joined(separator: "; "))")
  }

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
