import Foundation
import Scenarios

/// The part of a sweep that this process runs: `--shard`, or the task of a job array.
enum ShardOptions {
  static let shard = Option(
    "shard", nil, "i/n",
    "only part i of n, from 0 (default: by the job array of Slurm, Kubernetes or AWS)",
    changesResult: false)

  static func chosen(_ arguments: Arguments, _ console: Console) throws(CommandError) -> Shard {
    if arguments.has(shard) { return try arguments.value(shard, default: .whole, parse) }
    do throws(JobArray.Problem) {
      guard let array = try JobArray.detected(in: ProcessInfo.processInfo.environment) else { return .whole }
      console.note("shard \(array.shard), as task of a \(array.scheduler) job array")
      return array.shard
    } catch {
      throw .usage("\(error); or give --shard i/n")
    }
  }

  /// `0/4` for the first shard of four.
  private static func parse(_ text: String) throws(ValueError) -> Shard {
    guard let shard = Shard(text) else {
      throw ValueError("must be a shard, as 0/4 to 3/4 for the shards of four")
    }
    return shard
  }
}
