import Primitives
import Testing

@testable import Scenarios

@Suite("A shard")
struct ShardTests {
  @Test("holds each place once, and counts its own", arguments: [1, 2, 3, 8])
  func partition(count: Int) {
    for total in [0, 1, 7, 8, 9, 100] {
      let shards = (0..<count).map { Shard($0, of: count) }
      let held = shards.map { shard in (0..<total).filter { shard.holds($0) } }
      #expect(held.flatMap { $0 }.sorted() == Array(0..<total))
      #expect(held.map(\.count) == shards.map { $0.share(of: total) })
    }
  }

  @Test("reads what it prints")
  func readsBack() {
    for (index, count) in [(0, 1), (0, 4), (3, 4), (999, 1000)] {
      #expect(Shard("\(Shard(index, of: count))") == Shard(index, of: count))
    }
  }

  @Test(
    "is not read from anything else",
    arguments: ["", "/", "1", "4/4", "5/4", "-1/4", "1/0", "0/0", "1/4/4", " 0/4", "a/4", "0/9999999", "٠/٤"])
  func refuses(text: String) { #expect(Shard(text) == nil) }

  @Test("is read from generated text without a crash")
  func generated() {
    var draws = RandomSource(seed: 1).stream("shards")
    let alphabet = Array("0123456789//-+ a\u{0}é")
    for _ in 0..<2_000 {
      let text = String(
        (0..<draws.next(in: 0...9)).map { _ in alphabet[draws.next(in: 0...(alphabet.count - 1))] })
      if let shard = Shard(text) { #expect(shard.index < shard.count) }
    }
  }
}

@Suite("A job array")
struct JobArrayTests {
  @Test(
    "is found in what a scheduler sets",
    arguments: [
      (["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "4"], "Slurm", Shard(2, of: 4)),
      (
        ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1"], "Slurm",
        Shard(2, of: 3)
      ),
      (
        [
          "SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "10",
          "SLURM_ARRAY_TASK_STEP": "2",
        ], "Slurm", Shard(2, of: 3)
      ),
      (["JOB_COMPLETION_INDEX": "0", "JOB_COMPLETIONS": "5"], "Kubernetes", Shard(0, of: 5)),
      (
        ["AWS_BATCH_JOB_ARRAY_INDEX": "7", "AWS_BATCH_JOB_ARRAY_SIZE": "8"], "AWS Batch", Shard(7, of: 8)
      ),
    ])
  func found(environment: [String: String], scheduler: String, shard: Shard) throws {
    let array = try JobArray.detected(in: environment)
    #expect(array?.scheduler == scheduler)
    #expect(array?.shard == shard)
  }

  @Test("is none without one")
  func none() throws { #expect(try JobArray.detected(in: ["HOME": "/", "SLURM_JOB_ID": "4"]) == nil) }

  @Test(
    "that contradicts itself is an error that names the variables",
    arguments: [
      ["JOB_COMPLETION_INDEX": "0"], ["SLURM_ARRAY_TASK_ID": "1"],
      ["SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_COUNT": "4"],
      ["SLURM_ARRAY_TASK_ID": "x", "SLURM_ARRAY_TASK_COUNT": "4"],
      ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1"],
      ["AWS_BATCH_JOB_ARRAY_INDEX": "-1", "AWS_BATCH_JOB_ARRAY_SIZE": "8"],
    ])
  func contradicts(environment: [String: String]) throws {
    let problem = #expect(throws: JobArray.Problem.self) { try JobArray.detected(in: environment) }
    let name = try #require(environment.keys.min())
    #expect(problem.map { "\($0)".contains(name) } == true)
  }
}
