import Primitives

/// A part of a sweep that one of several processes runs: every `count`th seed, beginning with number `index`.
///
/// Prints and reads as `0/4`, the first of four.
package struct Shard: Sendable, Hashable {
  /// From 0.
  package let index: Int
  package let count: Int

  /// All of it.
  package static let whole = Shard(0, of: 1)

  /// Traps unless `0 ..< count` holds `index`.
  package init(_ index: Int, of count: Int) {
    precondition(count > 0 && (0..<count).contains(index), "there is no shard \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// Returns true if the seed at index `place` of a range belongs to this shard.
  func holds(_ place: Int) -> Bool { place % count == index }

  /// Returns the number of the first `total` indices that belong to this shard.
  func share(of total: Int) -> Int { total > index ? (total - index - 1) / count + 1 : 0 }
}

extension Shard: LosslessStringConvertible {
  /// Reads what `description` prints; nil for anything else, also for `4/4`.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) }),
      let index = Int(parts[0]), let count = Int(parts[1]), index < count, count <= Shard.most
    else { return nil }
    self.init(index, of: count)
  }

  package init?(_ description: String) { self.init(description[...]) }

  package var description: String { "\(index)/\(count)" }

  /// More parts than any sweep is cut into.
  static let most = 1_000_000
}

extension Shard: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let shard = Shard(text[...]) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a shard reads 0/4 to 3/4, was \"\(text)\"")
    }
    self = shard
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The environment variables by which a job array numbers its tasks.
package struct JobArray: Sendable, Hashable {
  /// The name of the scheduler.
  package var scheduler: String
  package var shard: Shard

  /// An environment that declares a job array without a usable index.
  package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
  }

  /// The array this environment belongs to; nil when it belongs to none.
  ///
  /// | Scheduler | Index | Size |
  /// | --- | --- | --- |
  /// | Slurm | `SLURM_ARRAY_TASK_ID` less `SLURM_ARRAY_TASK_MIN` | `SLURM_ARRAY_TASK_COUNT` |
  /// | Kubernetes indexed job | `JOB_COMPLETION_INDEX` | `JOB_COMPLETIONS` |
  /// | AWS Batch | `AWS_BATCH_JOB_ARRAY_INDEX` | `AWS_BATCH_JOB_ARRAY_SIZE` |
  ///
  /// Kubernetes tells the index only; the job's manifest sets `JOB_COMPLETIONS` to its `completions`.
  package static func detected(in environment: [String: String]) throws(Problem) -> JobArray? {
    for source in sources {
      guard let text = environment[source.index] else { continue }
      guard let size = environment[source.size] else {
        throw Problem(
          description:
            "\(source.index) is \(text) and \(source.size) is not set: set it to the number of tasks")
      }
      let first = source.first.flatMap { environment[$0] } ?? "0"
      let step = source.step.flatMap { environment[$0] } ?? "1"
      guard let place = Int(text), let count = Int(size), let first = Int(first), let step = Int(step),
        step > 0, first >= 0, place >= first, (place - first) % step == 0,
        let shard = Shard("\((place - first) / step)/\(count)")
      else {
        throw Problem(description: "\(source.index)=\(text) of \(source.size)=\(size) is no task of an array")
      }
      return JobArray(scheduler: source.name, shard: shard)
    }
    return nil
  }

  private struct Source {
    var name: String
    var index: String
    var size: String
    var first: String?
    var step: String?
  }

  private static let sources = [
    Source(
      name: "Slurm", index: "SLURM_ARRAY_TASK_ID", size: "SLURM_ARRAY_TASK_COUNT",
      first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP"),
    Source(name: "Kubernetes", index: "JOB_COMPLETION_INDEX", size: "JOB_COMPLETIONS"),
    Source(name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", size: "AWS_BATCH_JOB_ARRAY_SIZE"),
  ]
}
