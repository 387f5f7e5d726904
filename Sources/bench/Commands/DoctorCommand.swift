import Foundation
import LoadGen

/// Is this machine fit for timing?
enum DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "is this machine fit for timing"
  static let discussion = """
    Looks at what host figures depend on: how much two identical runs differ, how late a sleep ends, how busy
    the machine is, and whether the programs for plots are there. Virtual figures depend on none of it.

    examples:
      bench doctor
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let machine = Machine.this
    let noise = noisePercent()
    let lateness = try latenessMicroseconds()
    let load = ((try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? "")
      .split(separator: " ").first.flatMap { Double($0) }
    func line(_ name: String, _ value: String, _ isFine: Bool, _ advice: String) -> String {
      "\(isFine ? "ok  " : "look")  \(name.padding(toLength: 26, withPad: " ", startingAt: 0))\(value)"
        + (isFine ? "" : "  <- \(advice)") + "\n"
    }
    var text = "\(machine.cpu), \(Machine.cores) cores, \(machine.system ?? "unknown system")\n\n"
    text += line(
      "two identical runs differ", String(format: "%.1f %%", noise), noise < 5,
      "other work is going on: take medians of several runs and compare only within one")
    text += line(
      "a sleep of 1 ms ends late", String(format: "%.0f us (median)", lateness), lateness < 1_000,
      "twin runs will be off: use a larger --time-scale")
    text += line(
      "load average", load.map { String(format: "%.2f", $0) } ?? "unknown",
      load.map { $0 < Double(Machine.cores) } ?? true, "more is running than there are cores")
    let hasPlots = Gnuplot.isInstalled
    text += line("gnuplot", hasPlots ? "found" : "missing", hasPlots, "apt install gnuplot-nox, for plots")
    console.out(text)
    return .pass
  }

  /// The spread of nine identical stretches of work, from lower to upper quartile, over the median.
  private static func noisePercent() -> Double {
    var times: [Double] = []
    for _ in 0..<9 {
      let meter = Meter()
      precondition(QueueBenchmark.measure(pending: 1_000, holds: 100_000, rounds: 1).nanoseconds > 0)
      times.append(Double(meter.reading.wallNanoseconds))
    }
    times.sort()
    return (times[6] - times[2]) / times[4] * 100
  }

  private static func latenessMicroseconds() throws -> Double {
    try blocking {
      var late: [Double] = []
      for _ in 0..<50 {
        let start = ContinuousClock.now
        try await ContinuousClock().sleep(for: .milliseconds(1), tolerance: .zero)
        let passed = start.duration(to: .now).components
        late.append(Double(passed.attoseconds) / 1e12 - 1_000)
      }
      return late.median
    }
  }
}
