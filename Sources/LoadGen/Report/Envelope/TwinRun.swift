/// The same run on the virtual and on the host's clock.
public struct TwinRun: Sendable, Hashable, Codable {
  public struct Row: Sendable, Hashable, Codable {
    public var name: String
    /// `ns`, `1/s`, `1`.
    public var unit: String
    public var predicted: Figure
    /// At full time scale: what was measured, divided by the scale.
    public var measured: Figure
    /// (measured - predicted) / predicted.
    public var error: Figure

    public init(name: String, unit: String, predicted: Double, measured: Double) {
      self.name = name
      self.unit = unit
      self.predicted = Figure(predicted)
      self.measured = Figure(measured)
      error = Figure(predicted == 0 ? nil : (measured - predicted) / predicted)
    }
  }

  public var profile: String
  public var model: String
  /// Host time per virtual time: 0.1 runs ten times as fast.
  public var timeScale: Figure
  public var rows: [Row]

  public init(profile: String, model: String, timeScale: Figure, rows: [Row]) {
    self.profile = profile
    self.model = model
    self.timeScale = timeScale
    self.rows = rows
  }

  /// The row that is furthest off.
  public var worst: Row? { rows.max { ($0.error.value ?? 0).magnitude < ($1.error.value ?? 0).magnitude } }
}
