/// The choices of a run other than "the task that has been ready longest": the difference of its interleaving from
/// first in, first out.
///
/// Prints as `12:3 40:1` and reads the same: "choice 12 took the task at place 3, choice 40 the one at place 1". A
/// schedule is shrunk by removing picks.
public struct Schedule: Hashable, Sendable, Codable {
  /// A choice other than the task that has been ready longest.
  public struct Pick: Hashable, Sendable, Codable {
    /// The number of the choice in its run, counted from 0.
    public var choice: UInt64
    /// The place of the chosen task among those ready, counted from 0 for the longest ready.
    public var place: Int

    /// Creates the pick of the task at `place`, in choice number `choice`.
    public init(choice: UInt64, place: Int) {
      self.choice = choice
      self.place = place
    }
  }

  /// The picks, by choice, ascending.
  public var picks: [Pick]

  /// Creates a schedule of picks in any order; without picks it is first in, first out.
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
  /// The picks as `choice:place`, with blanks between.
  public var description: String { picks.map { "\($0.choice):\($0.place)" }.joined(separator: " ") }
}
