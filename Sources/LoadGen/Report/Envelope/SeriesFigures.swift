/// A run cut into intervals, with what was done to it.
public struct SeriesFigures: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    public var startNanoseconds: Int64
    public var arrived: Int
    public var dropped: Int
    public var succeeded: Int
    public var degraded: Int
    public var failed: Int
    public var inFlight: Figure
    public var latency: LatencySection

    public init(_ interval: TimeSeries.Interval) {
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

  /// A stretch of staged trouble.
  public struct FaultWindow: Sendable, Hashable, Codable {
    public var name: String
    public var startNanoseconds: Int64
    public var endNanoseconds: Int64

    public init(name: String, startNanoseconds: Int64, endNanoseconds: Int64) {
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

  public var name: String
  public var intervalNanoseconds: Int64
  public var points: [Point]
  public var faults: [FaultWindow]

  public init(name: String, _ series: TimeSeries, faults: [FaultWindow] = []) {
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
