import LoadGen
import Resilience
import SimCore

/// Figures of a run, or of a window of it.
struct MetricReader {
  let record: CaseRecord
  var span: TimeSpan?

  /// The figure's value in its own unit; nil where there is nothing to take it of.
  func value(_ metric: Metric) -> Int64? {
    switch metric.figure {
    case .requests: Int64(requests.count)
    case .ok: count(.ok)
    case .degraded: count(.degraded)
    case .failed: count(.failed)
    case .abandoned: count(.abandoned)
    case .success: share([.ok])
    case .served: share([.ok, .degraded])
    case .latencyP50: latency(50)
    case .latencyP90: latency(90)
    case .latencyP99: latency(99)
    case .latencyMax: latency(100)
    case .attempts: calls(metric) { $0.kind == .attemptStarted }
    case .firstTries: calls(metric) { $0.kind == .attemptStarted && $0.attempt == 1 }
    case .retries: calls(metric) { $0.kind == .attemptStarted && $0.attempt > 1 }
    case .hedges: calls(metric) { $0.kind == .hedgeStarted }
    case .timeouts: calls(metric) { $0.kind == .attemptTimedOut }
    case .fallbacks: calls(metric) { $0.kind == .fallbackTaken }
    case .refusals:
      calls(metric) {
        switch $0.kind {
        case .breakerRefused, .bulkheadRefused, .rateRefused, .budgetRefused: true
        default: false
        }
      }
    case .amplification: amplification(metric)
    case .breakerOpens: calls(metric) { $0.kind == .breakerOpened }
    case .breakerCloses: calls(metric) { $0.kind == .breakerClosed }
    case .booked: Int64(record.bookings?.confirmed ?? 0)
    case .refunded: Int64(record.bookings?.refunded ?? 0)
    case .queuePeak: services(metric.target).map { Int64($0.queuePeak) }.max()
    case .serviceCalls: services(metric.target).reduce(0) { $0 + Int64($1.serviceCalls) }
    }
  }

  private var requests: [CaseRecord.RequestEntry] {
    guard let span else { return record.requests }
    return record.requests.filter { span.contains($0.arrivedAt) }
  }

  private func count(_ ending: CaseRecord.RequestEntry.Ending) -> Int64 {
    Int64(requests.count { $0.ending == ending })
  }

  /// Millionths of those whose user stayed.
  private func share(_ endings: [CaseRecord.RequestEntry.Ending]) -> Int64? {
    let stayed = requests.filter { $0.ending != .abandoned }
    if stayed.isEmpty { return nil }
    return Int64(stayed.count { endings.contains($0.ending) }) * 1_000_000 / Int64(stayed.count)
  }

  /// Of so few values the exact order statistic.
  private func latency(_ percent: Int) -> Int64? {
    let sorted = requests.filter { $0.ending == .ok || $0.ending == .degraded }
      .map { $0.endedAt - $0.arrivedAt }.sorted()
    return Percentile.value(of: Double(percent), in: sorted)
  }

  private func calls(_ metric: Metric, _ isCounted: (ResilienceEvent) -> Bool) -> Int64 {
    let target = metric.target.flatMap { name in record.targets.first { $0.name == name }?.id }
    if metric.target != nil && target == nil { return 0 }
    return Int64(
      record.calls.count { event in
        (target == nil || event.target == target) && span?.contains(event.time) != false && isCounted(event)
      })
  }

  private func amplification(_ metric: Metric) -> Int64? {
    let first = value(Metric(.firstTries, of: metric.target)) ?? 0
    let all = value(Metric(.attempts, of: metric.target)) ?? 0
    return first > 0 ? all * 1_000_000 / first : nil
  }

  private func services(_ target: String?) -> [CaseRecord.ServiceEntry] {
    record.services.filter { target == nil || $0.name == target }
  }
}
