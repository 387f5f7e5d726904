public import Primitives

/// The state of a planning session, as a value that can be saved after every step.
///
/// The result of each step is boxed: a save copies references, and a later step does not copy the results of earlier
/// ones.
@usableFromInline
package struct SessionState: Hashable, Sendable {
  package let id: SessionID
  /// The key of the request that started the session. Ids and random draws depend on it.
  package let key: UInt64
  /// The number of saves so far.
  @usableFromInline package var revision: UInt32 = 0
  package let createdAt: Timestamp
  @usableFromInline package var updatedAt: Timestamp
  @usableFromInline package var searchMode: SearchMode
  /// The duration of the search step, all searches together.
  @usableFromInline package var searchNanoseconds: Int64 = 0
  /// The number of attempts beyond the first, over all calls.
  package var retryCount: UInt32 = 0
  var stepLog = PackedEnumList<Step>()
  var actionLog = PackedEnumList<NextAction>()
  package var narrative: Narrative?
  /// The bookings that were requested, the latest last; nil if there was no request.
  package var bookings: [SessionBooking]?

  // Nil for parts that are as in a new session, so that equal states are stored alike.
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

  /// The completed steps in order.
  package var completedSteps: [Step] {
    get { stepLog.elements }
    set { stepLog = PackedEnumList(newValue) }
  }

  /// Adds a completed step.
  @usableFromInline
  mutating func note(_ step: Step) { stepLog.append(step) }

  package var nextActions: [NextAction] {
    get { actionLog.elements }
    set { actionLog = PackedEnumList(newValue) }
  }

  /// A Boolean value that indicates whether a search failed; of a tour, in any city.
  package var isPartial: Bool { !missing.isEmpty }

  /// The searches that failed; of a tour, in any city.
  @usableFromInline var missing: SearchNeeds { searched?.value.searches.all(.failed) ?? [] }
}
