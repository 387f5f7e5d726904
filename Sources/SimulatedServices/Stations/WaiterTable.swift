/// A task that waits for its turn.
///
/// Safe because it is resumed exactly once: whoever takes it out of a `WaiterTable`, under the table's lock,
/// resumes it.
@safe package struct Waiter: Sendable {
  private let continuation: UnsafeContinuation<Bool, Never>
  package init(_ continuation: UnsafeContinuation<Bool, Never>) { unsafe self.continuation = continuation }

  /// `true`: the turn has come. `false`: it never will.
  package func resume(_ came: Bool) { unsafe continuation.resume(returning: came) }
}

/// The suspended tasks of queued requests, by ticket.
///
/// A turn can come, and a cancellation too, after a request has its ticket and before its task suspends;
/// the table keeps what was decided until the task asks. An answer that is not nil ends the ticket's use.
struct WaiterTable: Sendable {
  private enum Entry {
    /// The task has not suspended yet.
    case arriving
    case waiting(Waiter)
    /// The turn came or the task was cancelled before it suspended.
    case decided(Bool)
    case over
  }

  private var entries: [(serial: UInt32, entry: Entry)] = []

  package mutating func expect(_ ticket: StationQueue.Ticket) {
    let slot = Int(ticket.slot)
    while entries.count <= slot { entries.append((0, .over)) }
    entries[slot] = (ticket.serial, .arriving)
  }

  /// The task suspends. Returns what has been decided already.
  mutating func park(_ ticket: StationQueue.Ticket, _ turn: Waiter) -> Bool? {
    let slot = Int(ticket.slot)
    switch entries[slot].entry {
    case .arriving:
      entries[slot].entry = .waiting(turn)
      return nil
    case .decided(let came):
      entries[slot].entry = .over
      return came
    case .waiting, .over: preconditionFailure("a task suspended twice for one ticket")
    }
  }

  /// The ticket's turn has come. Returns its task when that has suspended.
  mutating func grant(_ ticket: StationQueue.Ticket) -> Waiter? {
    let slot = Int(ticket.slot)
    switch entries[slot].entry {
    case .arriving:
      entries[slot].entry = .decided(true)
      return nil
    case .waiting(let turn):
      entries[slot].entry = .over
      return turn
    case .decided, .over: preconditionFailure("a turn came twice for one ticket")
    }
  }

  /// The task was cancelled, perhaps after its turn came. Returns its task when that has suspended, and
  /// whether its place in the queue is to be given back.
  package mutating func cancel(_ ticket: StationQueue.Ticket) -> (turn: Waiter?, leaves: Bool) {
    let slot = Int(ticket.slot)
    guard entries[slot].serial == ticket.serial else { return (nil, false) }
    switch entries[slot].entry {
    case .arriving:
      entries[slot].entry = .decided(false)
      return (nil, true)
    case .waiting(let turn):
      entries[slot].entry = .over
      return (turn, true)
    case .decided, .over: return (nil, false)
    }
  }
}
