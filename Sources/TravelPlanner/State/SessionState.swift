public import Primitives

/// Everything a planning session knows, as a value that can be saved after every step.
///
/// What one step brings is kept in a box of its own: a save copies references, and no later step makes what
/// an earlier one brought anew.
@usableFromInline
package struct SessionState: Hashable, Sendable {
  package let id: SessionID
  /// The key of the request that made it; ids and chance come from here.
  package let key: UInt64
  /// How often it has been saved; 0 before the first time.
  @usableFromInline package var revision: UInt32 = 0
  package let createdAt: Timestamp
  @usableFromInline package var updatedAt: Timestamp
  @usableFromInline package var searchMode: SearchMode
  /// How long the search step took, all searches together.
  @usableFromInline package var searchNanoseconds: Int64 = 0
  /// Attempts beyond the first, over all calls.
  package var retryCount: UInt32 = 0
  var stepLog = PackedEnumList<Step>()
  var actionLog = PackedEnumList<NextAction>()
  package var narrative: Narrative?
  /// What was booked for it, or was to be, the latest last; nil when nothing was asked for.
  package var bookings: [SessionBooking]?

  // Nil for what is as in a new session, so that equal states are kept alike.
  var understood: Indirect<UnderstoodRequest>?
  var searched: Indirect<SearchResults>?
  @usableFromInline var planned: Indirect<Itinerary>?
  var extras: Indirect<SessionExtras>?
}

extension SessionState {
  package init(id: SessionID, key: UInt64, at time: Timestamp, mode: SearchMode = .parallel) {
    self.init(id: id, key: key, createdAt: time, updatedAt: time, searchMode: mode)
  }

  package var itinerary: Itinerary? {
    get { planned?.value }
    set { planned = newValue.map { Indirect($0) } }
  }

  /// In the order they were done.
  package var completedSteps: [Step] {
    get { stepLog.elements }
    set { stepLog = PackedEnumList(newValue) }
  }

  /// Adds a step that is done.
  @usableFromInline
  mutating func note(_ step: Step) { stepLog.append(step) }

  package var nextActions: [NextAction] {
    get { actionLog.elements }
    set { actionLog = PackedEnumList(newValue) }
  }

  /// Some of what was asked for is missing: a search failed, of a tour in any city.
  package var isPartial: Bool { !missing.isEmpty }

  /// The searches that failed, of a tour in any city.
  @usableFromInline var missing: SearchNeeds { searched?.value.searches.all(.failed) ?? [] }
}
