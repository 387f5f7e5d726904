/// The choices of a run that were not "the longest ready": what tells its interleaving from first in,
/// first out.
///
/// Prints as `12:3 40:1`, "the 12th choice took the task at place 3, the 40th at place 1", and reads the same.
/// Shrinking a schedule means taking picks out.
public struct Schedule: Hashable, Sendable, Codable {
  public struct Pick: Hashable, Sendable, Codable {
    /// Which choice of the run this was, counted from 0.
    public var choice: UInt64
    /// The place it took.
    public var place: Int

    public init(choice: UInt64, place: Int) {
      self.choice = choice
      self.place = place
    }
  }

  /// By choice, ascending.
  public var picks: [Pick]

  public init(picks: [Pick] = []) { self.picks = picks.sorted { $0.choice < $1.choice } }

  /// Reads what `description` prints; nil when the text is something else.
  public init?(_ text: String) {
    var picks: [Pick] = []
    for part in text.split(separator: " ") {
      let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
      guard numbers.count == 2, let choice = UInt64(numbers[0]), let place = Int(numbers[1]), place > 0
      else { return nil }
      picks.append(Pick(choice: choice, place: place))
    }
    self.init(picks: picks)
  }
}

extension Schedule: CustomStringConvertible {
  public var description: String { picks.map { "\($0.choice):\($0.place)" }.joined(separator: " ") }
}
