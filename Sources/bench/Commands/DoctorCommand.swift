import Foundation
import Primitives
import Reports

/// The fitness of this machine for timing.
enum DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "checks whether this machine is fit for timing"
  static let discussion = """
    Measures what host figures depend on: the spread of identical runs, the lateness of sleeps and the load of the
    machine; and looks for the program that draws plots. Virtual figures depend on none of it.

    examples:
      bench doctor
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let machine = Machine.this
    let noise = noisePercent()
    let lateness = try latenessMicroseconds()
    let load = ((try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? "")
      .split(separator: " ").first.flatMap { Double($0) }
    func line(_ name: String, _ value: String, _ isFine: Bool, _ advice: String) -> String {
      "\(isFine ? "ok  " : "warn")  \(Text.padRight(name, 30))\(value)" + (isFine ? "" : "  <- \(advice)")
        + "\n"
    }
    var text = "\(machine.cpu), \(Machine.cores) cores, \(machine.system ?? "unknown system")\n\n"
    text += line(
      "spread of identical runs", "\(Text.fixed(noise, 1)) %", noise < 5,
      "other processes are busy: take medians of several runs, and compare only figures of one run")
    text += line(
      "lateness of a sleep of 1 ms", "\(Text.fixed(lateness, 0)) us (median)", lateness < 1_000,
      "host figures will exceed virtual ones: use a larger --time-scale")
    text += line(
      "load average", load.map { Text.fixed($0, 2) } ?? "unknown",
      load.map { $0 < Double(Machine.cores) } ?? true, "more threads are running than there are cores")
    let hasPlots = Gnuplot.isInstalled
    text += line(
      "gnuplot", hasPlots ? "found" : "missing", hasPlots, "plots need it: apt install gnuplot-nox")
    console.out(text)
    return .pass
  }

  /// The spread of nine identical pieces of work: the interquartile range in percent of the median.
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
    try runBlocking {
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
