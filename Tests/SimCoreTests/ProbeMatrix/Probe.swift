import SimCore
import TestSupport
import Testing

/// One construct of the language, used in a world, and what the world must then have seen.
struct Probe: Sendable, CustomTestStringConvertible {
  /// The name of the construct, in the report of a failure.
  let construct: String
  /// The world's time in milliseconds when the body has returned.
  let milliseconds: Int64
  /// The lines that the body must have written, joined by spaces.
  let journal: String
  let hostAccess: HostAccess
  /// The number of timers that it leaves behind.
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
