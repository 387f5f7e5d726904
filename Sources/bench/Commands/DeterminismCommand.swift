import Experiments
import Primitives
import Reports
import SimCore

/// The digests of a corpus of seeds, which must be equal in every build and on any number of threads.
enum DeterminismCommand: Command {
  static let name = "determinism"
  static let summary = "the digests of a corpus, to compare builds, threads and machines"
  static let discussion = """
    Runs a workload of actors, task groups, cancellations and faults for each seed under each scheduler and prints
    a line for each run: scheduler, seed, digest. The text is the same in debug and release builds, with any
    --jobs, in any process; `make test` compares them.

    examples:
      bench determinism --seeds 200 | sha256sum
      bench determinism --seeds 20 --jobs 1
    """

  static let seeds = Option("seeds", nil, "N", "run seeds 1 to N (default 200)", in: 1...1_000_000_000)
  static let options = [seeds, .jobs]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let count = try arguments.count(seeds, default: 200)
    let jobs = try arguments.count(.jobs, default: Machine.cores)
    try arguments.refuseUnused()
    Interrupt.startPolling()
    var done = 0
    let isComplete = try Interrupt.completes {
      for scheduling in [Scheduling.fifo, .random, .pct(depth: 3)] {
        for start in stride(from: 1, through: count, by: batch) {
          console.progress("digests: \(scheduling.name), seed \(start)")
          let seeds = (start...min(start + batch - 1, count)).map { UInt64($0) }
          let digests = try DeterminismCorpus.digests(seeds: seeds, scheduling: scheduling, threads: jobs) {
            Interrupt.hasCome || Console.isLost
          }
          console.endProgress()
          console.out(zip(seeds, digests).map { "\(scheduling.name) \($0) \($1)\n" }.joined())
          done += digests.count
          try Interrupt.check()
          if Console.isLost { return }
        }
      }
    }
    if isComplete { return .pass }
    return console.interrupted(
      after: "\(done) of \(Text.count(3 * count, "run"))", again: arguments.repeatCommand())
  }

  /// The seeds whose digests are held in memory.
  private static let batch = 500
}
