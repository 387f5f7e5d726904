/// A threshold and what became of it.
public struct ThresholdResult: Sendable, Hashable, Codable {
  public var expression: String
  /// What was compared, as text with its unit; nil when there was nothing, which fails.
  public var observed: String?
  public var ok: Bool

  public init(expression: String, observed: String?, ok: Bool) {
    self.expression = expression
    self.observed = observed
    self.ok = ok
  }
}
