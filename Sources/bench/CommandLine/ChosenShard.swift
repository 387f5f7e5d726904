import Foundation
import Scenarios

/// The part of a sweep this process runs: what `--shard` says, or else the job array it is a task of.
enum ChosenShard {
  static let option = Option(
    "shard", nil, "i/n", "only part i of n, from 0 (default: what a Slurm, Kubernetes or AWS array says)")

  static func chosen(_ arguments: Arguments, _ console: Console) throws(CommandError) -> Shard {
    if arguments.has(option) { return try arguments.value(option, default: .whole, Value.shard) }
    do throws(JobArray.Problem) {
      guard let array = try JobArray.detected(in: ProcessInfo.processInfo.environment) else { return .whole }
      console.note("shard \(array.shard), as task of a \(array.scheduler) job array")
      return array.shard
    } catch {
      throw .usage("\(error); or give --shard i/n")
    }
  }
}
