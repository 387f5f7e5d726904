import Experiments
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

  static let seeds = Option("seeds", nil, "N", "run seeds 1 to N (default 200)")
  static let options = [seeds, .jobs]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let count = try arguments.value(seeds, default: 200, ValueParser.count)
    let jobs = try arguments.value(.jobs, default: Machine.cores, ValueParser.count)
    let all = (1...UInt64(count)).map { $0 }
    for scheduling in [Scheduling.fifo, .random, .pct(depth: 3)] {
      console.progress("digests: \(scheduling.name)")
      let digests = try DeterminismCorpus.digests(seeds: all, scheduling: scheduling, threads: jobs)
      console.endProgress()
      for (seed, digest) in zip(all, digests) { console.out("\(scheduling.name) \(seed) \(digest)\n") }
    }
    return .pass
  }
}
