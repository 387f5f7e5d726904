import SimCore
import TestSupport
import Testing

/// One construct of the language, used in a world, and what the world must then have seen.
struct Probe: Sendable, CustomTestStringConvertible {
  /// What a red row says.
  let construct: String
  /// The world's time in milliseconds when the body has returned.
  let milliseconds: Int64
  /// What the body must have written down, joined by spaces.
  let journal: String
  let hostAccess: HostAccess
  /// How many timers it leaves behind.
  let timersLeft: Int
  let body: @Sendable (World, Journal) async throws -> Void

  init(
    _ construct: String, takes milliseconds: Int64 = 0, writes journal: String,
    hostAccess: HostAccess = .refused,
    leavesTimers timersLeft: Int = 0, _ body: @escaping @Sendable (World, Journal) async throws -> Void
  ) {
    self.construct = construct
    self.milliseconds = milliseconds
    self.journal = journal
    self.hostAccess = hostAccess
    self.timersLeft = timersLeft
    self.body = body
  }

  var testDescription: String { construct }
}
