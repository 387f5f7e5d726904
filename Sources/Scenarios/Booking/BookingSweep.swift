package import SimCore

/// Bookings under everything that can go wrong: single faults one by one, pairs of them by seed.
package struct BookingSweep: Sendable {
  package var pairs: Int
  package var firstSeed: UInt64
  /// Leaves the single faults out.
  package var pairsOnly: Bool

  package init(pairs: Int = 20_000, firstSeed: UInt64 = 1, pairsOnly: Bool = false) {
    self.pairs = pairs
    self.firstSeed = firstSeed
    self.pairsOnly = pairsOnly
  }

  package struct Report: Sendable {
    /// By kind of trouble, in the order of the enumeration.
    package var singles: [(name: String, findings: BookingEnumeration.EnumerationResult)]
    /// Seeds of pairs.
    package var pairs: BookingEnumeration.EnumerationResult
    /// The number of seeds run; smaller than requested when the sweep was stopped.
    package var seeds: Int
    /// The digests of all pairs, in the order of their seeds.
    package var digest: Digest

    package var failures: [BookingEnumeration.EnumerationResult.Failure] {
      singles.flatMap(\.findings.failures) + pairs.failures
    }
  }

  /// Runs on at most `threads` threads; their number does not show in the report.
  package func run(
    threads: Int, shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) -> Report {
    let parts = pairsOnly ? [] : BookingSweep.parts
    struct Sum: Sendable {
      var singles: [Int: BookingEnumeration.EnumerationResult] = [:]
      var pairs = BookingEnumeration.EnumerationResult()
      var digests: [Int: UInt64] = [:]
    }
    // A hundred pairs are a piece of work; the singles come first, for they are the longest.
    let chunk = 100
    let chunks = (pairs + chunk - 1) / chunk
    let sums = ParallelRuns(threads: threads).sums(
      count: parts.count + chunks, initial: Sum(), shouldStop: shouldStop
    ) { number, sum in
      if number < parts.count {
        sum.singles[number] = parts[number].run()
      } else {
        let first = (number - parts.count) * chunk
        for index in first..<min(first + chunk, pairs) {
          let trial = BookingEnumeration.pair(seed: firstSeed &+ UInt64(index))
          sum.digests[index] = sum.pairs.run(trial)
        }
      }
      progress(number + 1, parts.count + chunks)
    }
    var singles: [Int: BookingEnumeration.EnumerationResult] = [:]
    var all = BookingEnumeration.EnumerationResult()
    var digests: [Int: UInt64] = [:]
    for sum in sums {
      singles.merge(sum.singles) { first, _ in first }
      all.merge(sum.pairs)
      digests.merge(sum.digests) { first, _ in first }
    }
    all.failures.sort { $0.trial.seed < $1.trial.seed }
    var digest = Digest()
    for index in digests.keys.sorted() { digest.mix(digests[index] ?? 0) }
    return Report(
      singles: parts.indices.compactMap { index in singles[index].map { (parts[index].name, $0) } },
      pairs: all, seeds: digests.count, digest: digest)
  }

  /// Single faults in pieces.
  struct Part: Sendable {
    var name: String
    var run: @Sendable () -> BookingEnumeration.EnumerationResult
  }

  static let parts: [Part] = {
    func part(
      _ name: String,
      _ body:
        @escaping @Sendable (BookingTrial.ProviderOutcome) throws -> BookingEnumeration.EnumerationResult
    ) -> Part {
      Part(name: name) {
        var findings = BookingEnumeration.EnumerationResult()
        for outcome in BookingTrial.ProviderOutcome.allCases {
          do {
            findings.merge(try body(outcome))
          } catch {
            findings.fail(BookingTrial(seed: 1, outcome: outcome), error)
          }
        }
        return findings
      }
    }
    let crashes = BookingEnumeration.injections.filter { $0.kind == .crash }
    return [
      part("killed twice, at any two moments", BookingEnumeration.eachKillOfRecovery),
      part("killed at any moment", BookingEnumeration.eachKill),
    ]
      + FaultSide.allCases.flatMap { side in
        crashes.map { crash in
          part("crash \(side.rawValue) a call, then \(crash.side.rawValue) a later one") { outcome in
            try BookingEnumeration.each(crash, afterCrash: side, outcome: outcome)
          }
        }
      }
      + BookingEnumeration.injections.map { injection in
        part("\(injection) a call") { outcome in try BookingEnumeration.each(injection, outcome: outcome) }
      }
      + BookingEnumeration.Visitor.allCases.map { visitor in
        part("a \(visitor.rawValue) at any moment") { outcome in
          try BookingEnumeration.each(visitor, outcome: outcome)
        }
      }
  }()
}

extension BookingEnumeration.EnumerationResult {
  /// Runs a trial and takes its result in; returns its digest.
  mutating func run(_ trial: BookingTrial) -> UInt64 {
    do {
      let result = try trial.run()
      let effects =
        result.faultsFired.contains { $0 > 0 } || result.kills > 0 || trial.rivalAt != nil
        || trial.repeatedAt != nil || trial.cancelledAt != nil
      take(trial, result, effects: effects)
      return result.digest.value
    } catch {
      fail(trial, error)
      return 0
    }
  }

  /// The world itself failed.
  mutating func fail(_ trial: BookingTrial, _ error: any Error) {
    failures.append(Failure(trial: trial, violations: [Violation("world", "\(error)")]))
  }
}
