import Primitives

/// Trouble that comes, stays for a while, and goes away again.
package struct MetastabilityTrigger: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, CaseIterable, Codable {
    /// Servers are taken away: a strength of 100 leaves none, of 30 seven of ten.
    case outage
    /// More requests come: a strength of 100 doubles them.
    case spike
  }

  package var kind: Kind
  /// Per cent; of servers lost (1 to 100), or of requests added (1 to 10,000).
  package var strength: Int
  package var duration: Duration

  package init(_ kind: Kind, strength: Int = 100, duration: Duration = .seconds(10)) {
    precondition(
      kind.strengths.contains(strength), "\(kind)'s strength is in \(kind.strengths), was \(strength)")
    precondition(duration > .zero, "a trigger lasts, was \(duration)")
    self.kind = kind
    self.strength = strength
    self.duration = duration
  }

  enum CodingKeys: String, CodingKey {
    case kind
    case strength = "strength_percent"
    case duration = "duration_ns"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decode(Kind.self, forKey: .kind)
    strength = try container.decode(Int.self, forKey: .strength)
    duration = .nanoseconds(try container.decode(Int64.self, forKey: .duration))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(strength, forKey: .strength)
    try container.encode(nanoseconds, forKey: .duration)
  }

  package var nanoseconds: Int64 { Int64(saturating: duration / .nanoseconds(1)) }

  /// Returns the number of `count` servers that remain.
  func serversLeft(of count: Int) -> Int {
    kind == .outage ? count - (count * strength + 50) / 100 : count
  }

  /// The load while it lasts.
  func load(_ usual: Double) -> Double { kind == .spike ? usual * Double(100 + strength) / 100 : usual }
}

extension MetastabilityTrigger.Kind {
  package var strengths: ClosedRange<Int> { self == .outage ? 1...100 : 1...10_000 }
}

extension MetastabilityTrigger: CustomStringConvertible {
  /// `outage of 35% for 10s`, `spike of +200% for 10s`.
  package var description: String {
    "\(kind) of \(kind == .spike ? "+" : "")\(strength)% for \(DurationText.text(nanoseconds))"
  }
}
