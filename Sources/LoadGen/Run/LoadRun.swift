/// The records of a run.
public struct LoadRun: Sendable, Hashable {
  /// The model that offered the load.
  public var model: LoadModel
  /// The start of the run in nanoseconds of its clock; records hold times of the same clock.
  public var start: Int64
  /// The end of the last request.
  public var end: Int64
  /// The records by request index.
  public var records: [RequestRecord]
  /// The largest number of requests in flight at one time.
  public var peakInFlight: Int
  /// The integral of requests in flight over time, in request-nanoseconds, summed while the run went on.
  public var inFlightArea: Int128
  /// True if the task was cancelled before the model had ended.
  public var wasInterrupted: Bool

  /// Makes a run from records taken elsewhere.
  public init(
    model: LoadModel, start: Int64, end: Int64, records: [RequestRecord], peakInFlight: Int,
    inFlightArea: Int128, wasInterrupted: Bool = false
  ) {
    self.model = model
    self.start = start
    self.end = end
    self.records = records
    self.peakInFlight = peakInFlight
    self.inFlightArea = inFlightArea
    self.wasInterrupted = wasInterrupted
  }

  /// The time from the start to the end of the last request.
  public var makespan: Int64 { end - start }
}
