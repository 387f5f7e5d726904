package import LoadGen

/// A run by intervals of time, with the faults that were injected.
package struct TimeSeriesSummary: Sendable, Hashable, Codable {
  /// The figures of one interval.
  package struct Point: Sendable, Hashable, Codable {
    package var startNanoseconds: Int64
    package var arrived: Int
    package var dropped: Int
    package var succeeded: Int
    package var degraded: Int
    package var failed: Int
    package var inFlight: Figure
    package var latency: LatencySection

    package init(_ interval: TimeSeries.Interval) {
      startNanoseconds = interval.start
      arrived = interval.arrived
      dropped = interval.dropped
      succeeded = interval.succeeded
      degraded = interval.degraded
      failed = interval.failed
      inFlight = Figure(interval.inFlight)
      latency = LatencySection(interval.latency)
    }

    enum CodingKeys: String, CodingKey {
      case startNanoseconds = "start_ns"
      case arrived, dropped, succeeded, degraded, failed, inFlight, latency
    }
  }

  /// The interval of an injected fault.
  package struct FaultWindow: Sendable, Hashable, Codable {
    package var name: String
    package var startNanoseconds: Int64
    package var endNanoseconds: Int64

    package init(name: String, startNanoseconds: Int64, endNanoseconds: Int64) {
      self.name = name
      self.startNanoseconds = startNanoseconds
      self.endNanoseconds = endNanoseconds
    }

    enum CodingKeys: String, CodingKey {
      case name
      case startNanoseconds = "start_ns"
      case endNanoseconds = "end_ns"
    }
  }

  package var name: String
  package var intervalNanoseconds: Int64
  package var points: [Point]
  package var faults: [FaultWindow]

  package init(name: String, _ series: TimeSeries, faults: [FaultWindow] = []) {
    self.name = name
    intervalNanoseconds = series.width
    points = series.intervals.map { Point($0) }
    self.faults = faults
  }

  enum CodingKeys: String, CodingKey {
    case name
    case intervalNanoseconds = "interval_ns"
    case points, faults
  }
}
