import Primitives
import Reports

/// The speed of the simulator itself.
enum KernelCommand: Command {
  static let name = "kernel"
  static let summary = "measures the speed of the simulator"
  static let operands = "[WORKLOAD...]"
  static let discussion = """
    Runs workloads for comparing simulators and prints nanoseconds per operation: the median wall time of some rounds,
    on one thread. Workloads: \(KernelWorkload.allCases.map(\.rawValue).joined(separator: ", ")).

    examples:
      bench kernel
      bench kernel sleepers fanout4 --rounds 7 --json
    """

  static let rounds = Option(
    "rounds", nil, "N", "runs of each workload; prints their median (default 5)", in: 1...1_000)
  static let options = [rounds, .json]

  private struct Report: Encodable {
    var schema = "bench.kernel/1"
    var results: [KernelResult]
    var interrupted: Bool?
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    var workloads: [KernelWorkload] = []
    for name in arguments.operands {
      workloads.append(try choice("workload", named: name, in: KernelWorkload.allCases, \.rawValue))
    }
    let count = try arguments.count(rounds, default: 5)
    let chosen = workloads.isEmpty ? KernelWorkload.allCases : workloads
    var results: [KernelResult] = []
    try arguments.refuseUnused(exceptLater: .json)
    Interrupt.startPolling()
    let isComplete = try Interrupt.completes {
      for workload in chosen {
        console.progress("kernel: \(workload.rawValue)")
        results += try KernelBenchmark.measure(workload, rounds: count)
      }
    }
    console.endProgress()
    let report = Report(results: results, interrupted: isComplete ? nil : true)
    console.out(arguments.has(.json) ? try JSONText.pretty(report) : table(results))
    if isComplete { return .pass }
    return console.interrupted(
      after: "\(Set(results.map(\.name)).count) of \(Text.count(chosen.count, "workload"))",
      again: arguments.repeatCommand())
  }

  private static func table(_ results: [KernelResult]) -> String {
    let rows = results.map { result in
      let name = result.name + (result.pending.map { ", \($0) pending" } ?? "")
      let operation = KernelWorkload(rawValue: result.name)?.operation ?? ""
      var notes = ""
      if let bytes = result.bytesPerTask { notes = " (\(Text.fixed(bytes, 0)) bytes resident each)" }
      if let bytes = result.bytesPerOperation { notes = " (\(Text.fixed(bytes, 0)) bytes allocated)" }
      if let ratio = result.ratioToBareHeap { notes = " (\(Text.fixed(ratio, 2)) x a bare 4-ary heap)" }
      return [name, Text.fixed(result.nanoseconds, 1), operation + notes]
    }
    return TextTable([.text("workload"), .number("ns/operation"), .text("operation")], rows: rows).text
  }
}
