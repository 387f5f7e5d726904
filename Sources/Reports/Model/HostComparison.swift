/// The same run on the virtual clock and on the host's clock.
package struct HostComparison: Sendable, Hashable, Codable {
  /// One figure, predicted and measured.
  package struct Row: Sendable, Hashable, Codable {
    package var name: String
    /// The unit: `ns`, `1/s` or `1`.
    package var unit: String
    package var predicted: Figure
    /// The measured value at full time scale, that is divided by the scale.
    package var measured: Figure
    /// (measured - predicted) / predicted.
    package var error: Figure

    package init(name: String, unit: String, predicted: Double, measured: Double) {
      self.name = name
      self.unit = unit
      self.predicted = Figure(predicted)
      self.measured = Figure(measured)
      error = Figure(predicted == 0 ? nil : (measured - predicted) / predicted)
    }
  }

  package var profile: String
  package var model: String
  /// Host time per virtual time: 0.1 runs ten times as fast.
  package var timeScale: Figure
  package var rows: [Row]

  package init(profile: String, model: String, timeScale: Figure, rows: [Row]) {
    self.profile = profile
    self.model = model
    self.timeScale = timeScale
    self.rows = rows
  }

  /// The row with the largest error.
  package var worst: Row? { rows.max { ($0.error.value ?? 0).magnitude < ($1.error.value ?? 0).magnitude } }
}
