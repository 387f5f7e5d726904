import Adapters
import Primitives
import TravelPlanner

/// The session of a plan: where it is stored, and how it is resumed.
struct SessionOptions {
  static let place = Option(
    "store", nil, "PLACE", "the place of the session: \(StoreLocation.forms)", changesResult: false)
  static let session = Option("session", nil, "ID", "the session's ID, 16 hexadecimal digits")
  static let resume = Option("resume", nil, nil, "continue the session")
  static let all = [place, session, resume]

  private let location: StoreLocation?
  let stores: OpenStores?
  private let session: SessionID?
  private let resumes: Bool
  /// The other options of the plan, as words, for the command that continues it.
  private let lasting: [String]
  /// The options of the booking, as words.
  private let booking: [String]
  private(set) var store: (any StateStore)?

  init(_ arguments: Arguments) throws(CommandError) {
    session = try arguments.value(Self.session, default: nil) { text throws(ValueError) in
      guard let id = SessionID(text) else { throw ValueError("must be 16 hexadecimal digits") }
      return id
    }
    resumes = arguments.has(Self.resume)
    // The session remembers its trip, and a booking is asked for each time.
    let passing =
      Self.all + PlanCommand.tripFields + BookOptions.all + [PreferenceOptions.learning]
    lasting = arguments.givenOptions(except: passing.map(\.name))
    let books = Set(BookOptions.all.map(\.name))
    booking = arguments.givenOptions(except: PlanCommand.options.map(\.name).filter { !books.contains($0) })
    if session == nil { try arguments.refuse(Self.resume, without: "--session ID") }
    location = try SessionOptions.location(arguments, Self.place)
    if location == nil { try arguments.refuse(Self.resume, without: "--store: \(StoreLocation.forms)") }
    if resumes, location == .memory {
      throw .usage("--resume with --store memory: memory ends with the process; name a file or a database")
    }
    do throws(StoreError) {
      stores = try location?.open()
    } catch {
      throw CommandError(error)
    }
    store = stores?.sessions
  }

  /// Returns the value of an option that names a store; nil without the option.
  static func location(_ arguments: Arguments, _ option: Option) throws(CommandError) -> StoreLocation? {
    try arguments.value(option, default: nil) { text throws(ValueError) in
      do throws(StoreLocation.Mistake) {
        return try StoreLocation(parsing: text)
      } catch {
        throw ValueError(error.description)
      }
    }
  }

  /// Sets the session of the request and returns the plan's start time; nil for the clock's own. The session's ID is
  /// set if the plan is stored.
  ///
  /// On the virtual clock a resumed session continues at the time of its last save. A new one starts a second later
  /// for each earlier session with the same text, because the ID depends on the time.
  mutating func prepare(_ request: inout PlanRequest, isOnHost: Bool) throws -> Timestamp? {
    request.session = session
    request.resume = resumes
    guard let store else { return nil }
    // The database quarantined the session when it was opened.
    if resumes, let session, let corruption = stores?.corruptions.first(where: { $0.isOf(session) }) {
      self.store = PreloadedSessionStore(store, session, .failure(.corrupt(corruption)))
      return nil
    }
    if isOnHost {
      guard session == nil else { return nil }
      let now = Timestamp.now
      request.session = SessionID(user: request.user, query: request.trip.text ?? "", at: now)
      return now
    }
    if resumes, let session {
      let preloaded = PreloadedSessionStore(store, session, at: .simulationEpoch)
      self.store = preloaded
      guard case .success(.found(let state)) = preloaded.result else { return nil }
      return max(.simulationEpoch, state.updatedAt)
    }
    guard session == nil, location != .memory else { return nil }
    let (user, query) = (request.user, request.trip.text ?? "")
    let (id, time) = try runBlocking {
      var time = Timestamp.simulationEpoch
      while true {
        let id = SessionID(user: user, query: query, at: time)
        // A session that cannot be read is reported when the new one is saved.
        guard case .found = (try? await store.load(id, at: time)) ?? .missing else { return (id, time) }
        time = time.advanced(byNanoseconds: 1_000_000_000)
      }
    }
    request.session = id
    return time
  }

  /// Prints what an interrupt left of a plan, and the command that goes on.
  func interrupted(_ request: PlanRequest, at time: Timestamp?, _ console: Console) -> ExitCode {
    guard let location, location != .memory, let store, let id = request.session else {
      if location == nil {
        console.note("a plan with --store can be continued")
      }
      return console.interrupted(after: nil, again: Interrupt.command)
    }
    let now = time ?? .now
    let found = try? runBlocking(heedsInterrupt: false) { try await store.load(id, at: now) }
    guard case .found(let state) = found else {
      return console.interrupted(after: nil, again: Interrupt.command)
    }
    var saved = ["session \(id) in \(location)"]
    if let last = state.bookings?.last, last.status?.isTerminal != true {
      saved.append("booking \(last.id), which is not finished; going on pays for nothing twice")
    }
    let isBooking = !booking.isEmpty
    let words =
      [
        "bench", "plan", isBooking ? "book it" : Self.nextText(state), "--store", "\(location)", "--session",
        "\(id)",
      ]
      + ["--resume"] + lasting + booking
    return console.interrupted(
      after: state.completedSteps.last.map { "step \"\($0.name)\"" }, saved: saved,
      again: words.map { ShellWords.quoted($0) }.joined(separator: " "))
  }

  /// The error when another process saved the session first.
  func conflict(over id: SessionID) -> CommandError {
    resumes
      ? .cannotWrite("session \(id) was saved by another process in the meantime; run the command again")
      : .usage("session \(id) already exists; continue it with --resume, or choose another --session")
  }

  /// Prints the place of the session and the command that continues it.
  func report(_ state: SessionState, _ console: Console) throws(CommandError) {
    for corruption in stores?.corruptions ?? [] { console.note("warning: \(corruption)") }
    guard let location, location != .memory else { return }
    // Earlier saves may have failed; the last one contains everything.
    if let error = state.errors.last, error.cause == .notSaved, error.step == .response {
      throw .cannotWrite("session \(state.id) is not saved: \(error.detail ?? "\(location)")")
    }
    console.note("session \(state.id) saved in \(location); continue it with:")
    console.note(
      "  bench plan --store \(ShellWords.quoted("\(location)")) --session \(state.id) --resume "
        + lasting.map { ShellWords.quoted($0) + " " }.joined() + "\"\(Self.nextText(state))\"")
  }

  /// Returns a text with which the session can be continued.
  private static func nextText(_ state: SessionState) -> String {
    if state.nextActions.contains(.nameDestination) { return "a week in Lisbon" }
    if state.nextActions.contains(.nameOrigin) { return "from Berlin" }
    if state.isPartial { return "try again" }
    if state.itinerary != nil || state.tour != nil { return "for 3 people" }
    if state.searches.hotels.status != .completed { return "now find hotels for 5 nights" }
    return "generate the itinerary"
  }
}

extension CommandError {
  /// The error for a store that cannot be opened, read or written.
  init(_ error: StoreError) {
    self =
      switch error {
      case .corrupt(let corruption): .badInput("\(corruption)")
      case .unavailable(let reason): .cannotWrite(reason)
      case .stale: .cannotWrite("\(error)")
      }
  }
}

extension StoreCorruption {
  fileprivate func isOf(_ session: SessionID) -> Bool { subject.hasPrefix("session \(session) in ") }
}

/// A store that has loaded one session already and returns that result for it.
///
/// A session that cannot be read is reported once, by the first load, and the planner must see that report.
private struct PreloadedSessionStore: StateStore {
  let base: any StateStore
  let id: SessionID
  let result: Result<StoredSession, StoreError>

  init(_ base: any StateStore, _ id: SessionID, _ result: Result<StoredSession, StoreError>) {
    self.base = base
    self.id = id
    self.result = result
  }

  init(_ base: any StateStore, _ id: SessionID, at now: Timestamp) {
    let found = try? runBlocking { () -> Result<StoredSession, StoreError> in
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
    id == self.id ? try result.get() : try await base.load(id, at: now)
  }

  func delete(_ id: SessionID) async throws(StoreError) -> Bool { try await base.delete(id) }

  func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
    try await base.sessions(at: now)
  }
}
