import LoadGen
import Primitives
import SimCore
import SimulatedServices

/// Checks of the measuring itself, whose results are exact.
enum InstrumentChecks {
  static func results() -> [ValidationResult] { coordinatedOmission() + histogram() }

  /// One worker, a request planned every millisecond, each served in 0.1 ms, but the tenth stalls for 10 ms:
  /// from the planned start the ten requests behind it are late too, from the actual start only one is slow.
  /// In milliseconds.
  private static func coordinatedOmission() -> [ValidationResult] {
    let load = OpenLoad(
      arrivals: .constant, rate: .constant(1_000), requests: 40, limit: InFlightLimit(1, whenFull: .wait))
    let outcome = try? Simulation(seed: 1).run { world in
      let station = ServiceStation(
        "worker", ServiceModel(.constant(.microseconds(100)), servers: 1), clock: world.clock,
        random: world.random)
      return await LoadRunner(clock: world.clock, random: world.random).run(.open(load)) { index, _ in
        (try? await station.hold(for: index == 9 ? 10_000_000 : 100_000)) == nil
          ? .failure(ErrorKind(rawValue: 0)) : .success
      }
    }
    let records = outcome?.value.records ?? []
    let planned = records.map(\.latency).sorted()
    let naive = records.map(\.service).sorted()
    func mean(_ times: [Int64]) -> Double { Double(times.reduce(0, +)) / Double(times.count) / 1e6 }
    func percentile(_ times: [Int64], _ percent: Double) -> Double {
      Double(Percentile.value(of: percent, in: times) ?? 0) / 1e6
    }
    return [
      exact("coordinated-omission planned mean", mean(planned), 1.585),
      exact("coordinated-omission planned p90", percentile(planned, 90), 6.4),
      exact("coordinated-omission planned p95", percentile(planned, 95), 8.2),
      exact("coordinated-omission uncorrected mean", mean(naive), 0.3475),
      exact("coordinated-omission uncorrected p90", percentile(naive, 90), 0.1),
      exact("coordinated-omission uncorrected p95", percentile(naive, 95), 0.1),
    ]
  }

  /// 10,000 values of 1,000 µs and one of 100 s that stalled a generator with an interval of 10 ms.
  private static func histogram() -> [ValidationResult] {
    let shape = HistogramShape(lowest: 1, highest: 3_600_000_000, digits: 3)
    var raw = Histogram(shape)
    raw.record(1_000, times: 10_000)
    raw.record(100_000_000)
    var corrected = Histogram(shape)
    for _ in 0..<10_000 { corrected.record(1_000, expectedInterval: 10_000) }
    corrected.record(100_000_000, expectedInterval: 10_000)
    func value(_ histogram: Histogram, _ percent: Double) -> Double {
      Double(histogram.value(atPercentile: percent))
    }
    return [
      exact("histogram raw count", Double(raw.count), 10_001),
      exact("histogram raw p99", value(raw, 99), 1_000),
      exact("histogram raw p99.99", value(raw, 99.99), 1_000),
      exact("histogram corrected count", Double(corrected.count), 20_000),
      exact("histogram corrected p50", value(corrected, 50), 1_000),
      exact("histogram corrected p75", value(corrected, 75), 50_003_967),
      exact("histogram corrected p90", value(corrected, 90), 80_019_455),
      exact("histogram corrected p99", value(corrected, 99), 98_041_855),
    ]
  }

  private static func exact(_ id: String, _ estimate: Double, _ value: Double) -> ValidationResult {
    ValidationResult(id: id, estimate: estimate, value: value, standardError: 0)
  }
}
