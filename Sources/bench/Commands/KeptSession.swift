import Adapters
import TravelPlanner

/// The session of a planned trip: where it is kept, and how it is gone on from.
struct KeptSession {
  private let location: StoreLocation?
  let opened: OpenStores?
  private let session: SessionID?
  private let resumes: Bool
  private(set) var store: (any StateStore)?

  init(_ arguments: Arguments) throws(CommandError) {
    if let text = arguments.text(PlanCommand.session) {
      guard let id = SessionID(text) else {
        throw .usage("--session \(quoted(text)): must be 16 hexadecimal digits")
      }
      session = id
    } else {
      session = nil
    }
    resumes = arguments.has(PlanCommand.resume)
    if resumes, session == nil { throw .usage("--resume goes with --session ID") }
    guard let text = arguments.text(PlanCommand.store) else {
      if resumes { throw .usage("--resume goes with --store: \(StoreLocation.forms)") }
      (location, opened, store) = (nil, nil, nil)
      return
    }
    do throws(StoreLocation.Mistake) {
      location = try StoreLocation(parsing: text)
    } catch {
      throw .usage("--store \(quoted(text)): \(error)")
    }
    if resumes, location == .memory {
      throw .usage("--resume with --store memory: nothing survives in memory; name a file or a database")
    }
    do throws(StoreError) {
      opened = try location?.open()
    } catch {
      throw Self.failure(error)
    }
    store = opened?.sessions
  }

  private static func failure(_ error: StoreError) -> CommandError {
    switch error {
    case .corrupt(let damage): .badInput("\(damage)")
    case .unavailable(let reason): .cannotWrite(reason)
    case .stale: .cannotWrite("\(error)")
    }
  }

  /// Names the session, and says when the plan's time begins; nil for the clock's own.
  ///
  /// On the virtual clock a resumed session goes on where it was saved, and a new one begins a second later for
  /// each that was made with the same words before: names come from the time.
  mutating func prepare(_ request: inout PlanRequest, isOnHost: Bool) throws -> Timestamp? {
    request.session = session
    request.resume = resumes
    guard let store else { return nil }
    // Found damaged when the database was opened, and put aside then.
    if resumes, let session, let damage = opened?.damages.first(where: { $0.isOf(session) }) {
      self.store = FirstLook(store, session, .failure(.corrupt(damage)))
      return nil
    }
    if isOnHost { return nil }
    let start = Timestamp(startOf: CalendarDay(year: 2026, month: 1, day: 1)!)
    if resumes, let session {
      let first = FirstLook(store, session, at: start)
      self.store = first
      guard case .success(.found(let state)) = first.answer else { return nil }
      return max(start, state.updatedAt)
    }
    guard session == nil, location != .memory else { return nil }
    let asked = request
    return try blocking {
      for second in Int64(0)... {
        let time = start.advanced(byNanoseconds: second * 1_000_000_000)
        let id = SessionID(user: asked.user, query: asked.trip.text ?? "", at: time)
        // What cannot be read now will be reported when it is saved.
        if case .found = (try? await store.load(id, at: time)) ?? .missing { continue }
        return time
      }
      return start
    }
  }

  /// Somebody else has the session.
  func conflict(over id: SessionID) -> CommandError {
    resumes
      ? .cannotWrite("session \(id) was saved by somebody else in between; run the command again")
      : .usage("session \(id) is there already; go on from it with --resume, or choose another --session")
  }

  /// Says where the session is and how to go on.
  func report(_ state: SessionState, _ console: Console) throws(CommandError) -> ExitCode {
    for damage in opened?.damages ?? [] { console.note("warning: \(damage)") }
    guard let location, location != .memory else { return .pass }
    // Earlier saves may have failed: the last one has everything.
    if let error = state.errors.last, error.cause == .notSaved, error.step == .response {
      throw .cannotWrite("session \(state.id) is not saved: \(error.detail ?? "\(location)")")
    }
    console.note("session \(state.id) saved in \(location); go on with:")
    console.note(
      "  bench plan --store \(quotedForShell("\(location)")) --session \(state.id) --resume \"\(Self.advice(state))\""
    )
    return .pass
  }

  /// What one could say next.
  private static func advice(_ state: SessionState) -> String {
    if state.nextActions.contains(.nameDestination) { return "a week in Lisbon" }
    if state.nextActions.contains(.nameOrigin) { return "from Berlin" }
    if state.isPartial { return "try again" }
    if state.itinerary != nil || state.tour != nil { return "for 3 people" }
    if state.searches.hotels.status != .completed { return "now find hotels for 5 nights" }
    return "generate the itinerary"
  }
}

extension StoreDamage {
  fileprivate func isOf(_ session: SessionID) -> Bool { subject.hasPrefix("session \(session) in ") }
}

/// As it can be typed in a shell.
private func quotedForShell(_ text: String) -> String {
  let plain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ":"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
  return plain
    ? text
    : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

/// A store that was looked into once already: what it said then is what it says first.
///
/// A session that cannot be read is reported once, and the report is the planner's to make.
private struct FirstLook: StateStore {
  let base: any StateStore
  let id: SessionID
  let answer: Result<StoredSession, StoreError>

  init(_ base: any StateStore, _ id: SessionID, _ answer: Result<StoredSession, StoreError>) {
    self.base = base
    self.id = id
    self.answer = answer
  }

  init(_ base: any StateStore, _ id: SessionID, at now: Timestamp) {
    let found = try? blocking { () -> Result<StoredSession, StoreError> in
      do throws(StoreError) { return .success(try await base.load(id, at: now)) } catch {
        return .failure(error)
      }
    }
    self.init(base, id, found ?? .success(.missing))
  }

  func save(
    _ state: SessionState, at now: Timestamp, timeToLive: Duration
  ) async throws(StoreError) -> UInt32 {
    try await base.save(state, at: now, timeToLive: timeToLive)
  }

  func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
    id == self.id ? try answer.get() : try await base.load(id, at: now)
  }

  func delete(_ id: SessionID) async throws(StoreError) -> Bool { try await base.delete(id) }

  func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    try await base.sessions(at: now)
  }
}
