/// All that a run recorded.
public struct LoadRun: Sendable, Hashable {
  public var model: LoadModel
  /// When the run began, on its clock; records hold times of the same clock.
  public var start: Int64
  /// When the last request was over.
  public var end: Int64
  /// By request index.
  public var records: [RequestRecord]
  /// Most requests under way at one time.
  public var peakInFlight: Int
  /// Requests under way, summed over time as they started and ended: request-nanoseconds.
  public var inFlightArea: Int128
  /// True when the task was cancelled before the model was through.
  public var wasInterrupted: Bool

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

  /// From the start until the last request was over.
  public var makespan: Int64 { end - start }
}
