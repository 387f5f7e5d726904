import Foundation
import Resilience
import Scenarios
import SimCore

/// The simulator's own speed.
enum KernelCommand: Command {
  static let name = "kernel"
  static let summary = "the simulator's own speed"
  static let operands = "[WORKLOAD...]"
  static let discussion = """
    Runs workloads on which simulators can be compared and prints nanoseconds per operation: the median of
    some rounds of wall time, on one thread. Workloads: \(KernelWorkload.allCases.map(\.rawValue).joined(separator: ", ")).

    examples:
      bench kernel
      bench kernel sleepers fanout4 --rounds 7 --json
    """

  static let rounds = Option("rounds", nil, "N", "runs of each workload; the median counts (default 5)")
  static let options = [rounds, .json]

  /// A figure.
  struct Result: Encodable {
    var name: String
    var nanoseconds: Double
    var operations: Int
    var digest: String?
    /// Resident memory that each sleeping task of `crowd` took.
    var bytesPerTask: Double?
    /// What one operation of the pipelines allocated in all, given back or not.
    var bytesPerOperation: Double?
    /// Of `queue`: timers pending, the same on a bare 4-ary heap, and how many times slower the queue is.
    var pending: Int?
    var bareHeapNanoseconds: Double?
    var ratioToBareHeap: Double?

    enum CodingKeys: String, CodingKey {
      case name
      case nanoseconds = "ns_per_operation"
      case operations, digest
      case bytesPerTask = "bytes_per_task"
      case bytesPerOperation = "bytes_per_operation"
      case pending
      case bareHeapNanoseconds = "bare_heap_ns_per_operation"
      case ratioToBareHeap = "ratio_to_bare_heap"
    }
  }

  private struct Report: Encodable {
    var schema = "bench.kernel/1"
    var results: [Result]
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    var wanted = KernelWorkload.allCases
    if !arguments.operands.isEmpty {
      wanted = []
      for name in arguments.operands {
        guard let workload = KernelWorkload(rawValue: name) else {
          let names = KernelWorkload.allCases.map(\.rawValue)
          let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
          throw CommandError.usage(
            "unknown workload \(quoted(name))\(hint) (there are \(names.joined(separator: ", ")))")
        }
        wanted.append(workload)
      }
    }
    let count = try arguments.value(rounds, default: 5, Value.count)
    var results: [Result] = []
    for workload in wanted {
      console.progress("kernel: \(workload.rawValue)")
      results += try measure(workload, rounds: count)
    }
    console.endProgress()
    if arguments.has(.json) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      console.out(String(decoding: try encoder.encode(Report(results: results)), as: UTF8.self) + "\n")
    } else {
      console.out(table(results))
    }
    return .pass
  }

  private static func measure(_ workload: KernelWorkload, rounds: Int) throws -> [Result] {
    switch workload {
    case .sleepers: return [try time(workload, rounds) { try KernelWorkload.sleepers() }]
    case .fanout4: return [try time(workload, rounds) { try KernelWorkload.fanout4() }]
    case .spawn: return [try time(workload, rounds) { try KernelWorkload.spawn() }]
    case .crowd: return [try crowd(rounds: min(rounds, 3))]
    case .pipeline: return [try PipelineBenchmark.measure(workload, .byCall, rounds: rounds)]
    case .pipelineAlways: return [try PipelineBenchmark.measure(workload, .always, rounds: rounds)]
    case .queue:
      return QueueBenchmark.sizes.map { pending in
        let row = QueueBenchmark.measure(pending: pending, rounds: rounds)
        return Result(
          name: workload.rawValue, nanoseconds: row.nanoseconds, operations: 1_000_000, pending: pending,
          bareHeapNanoseconds: row.bareNanoseconds, ratioToBareHeap: row.ratio)
      }
    }
  }

  private static func time(
    _ workload: KernelWorkload, _ rounds: Int, _ work: () throws -> Simulation.Outcome<Int>
  ) rethrows -> Result {
    var times: [Double] = []
    var last: Simulation.Outcome<Int>?
    for _ in 0..<rounds {
      let meter = Meter()
      let outcome = try work()
      times.append(Double(meter.reading.wallNanoseconds) / Double(outcome.value))
      last = outcome
    }
    return Result(
      name: workload.rawValue, nanoseconds: times.median, operations: last?.value ?? 0,
      digest: last?.digest.description)
  }

  private static func crowd(rounds: Int) throws -> Result {
    var bytes: [Double] = []
    var result = try time(.crowd, rounds) {
      let before = Meter.residentBytes
      let asleep = Gauge()
      let outcome = try KernelWorkload.crowd { asleep.value = Meter.residentBytes }
      bytes.append(Double(asleep.value - before) / Double(outcome.value))
      return outcome
    }
    // Only in the first round does all of it come fresh from the system.
    result.bytesPerTask = bytes.max()
    return result
  }

  /// Written by the world, read after it: both on one thread.
  private final class Gauge: @unchecked Sendable { var value: Int64 = 0 }

  private static func table(_ results: [Result]) -> String {
    var text = "workload                    ns/operation   an operation is\n"
    for result in results {
      let name = result.name + (result.pending.map { ", \($0) pending" } ?? "")
      let operation = KernelWorkload(rawValue: result.name)?.operation ?? ""
      var notes = ""
      if let bytes = result.bytesPerTask { notes = String(format: " (%.0f bytes resident each)", bytes) }
      if let bytes = result.bytesPerOperation { notes = String(format: " (%.0f bytes allocated)", bytes) }
      if let ratio = result.ratioToBareHeap {
        notes = String(format: " (%.2f x a bare 4-ary heap)", ratio)
      }
      text += name.padding(toLength: 28, withPad: " ", startingAt: 0)
      text += String(format: "%12.1f   ", result.nanoseconds) + operation + notes + "\n"
    }
    return text
  }
}
