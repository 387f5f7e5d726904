import Synchronization
package import TravelPlanner

/// A journal that checks every save it keeps against the one before.
///
/// What must never change does not; the history grows by legal moves; claims and effects only go forward.
package final class AuditingJournal: BookingJournal {
  private struct State {
    var latest: [BookingID: BookingRecord] = [:]
    var violations: [Violation] = []
    var saves = 0
    /// The process that held each claim of each booking.
    var holders: [Claim: UInt64] = [:]
  }
  private struct Claim: Hashable {
    var booking: BookingID
    var number: UInt32
  }

  private let base: any BookingJournal
  private let stored = Mutex(State())

  package init(_ base: any BookingJournal) { self.base = base }

  package var violations: [Violation] { stored.withLock { $0.violations } }
  package var saves: Int { stored.withLock { $0.saves } }
  /// Every booking as it was last kept.
  package var records: [BookingRecord] {
    stored.withLock { stored in stored.latest.keys.sorted().compactMap { stored.latest[$0] } }
  }

  /// Returns true if the journal has recorded the effect's intent, or a later state.
  package func hasIntent(_ key: IdempotencyKey) -> Bool {
    switch stored.withLock({ $0.latest[key.booking]?.effects.state(of: key.effect) }) {
    case .intended, .done, .refused: true
    case .registered, .dropped, nil: false
    }
  }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    let revision = try await base.save(record)
    stored.withLock { stored in
      var saved = record
      saved.revision = revision
      stored.saves += 1
      AuditingJournal.check(saved, after: stored.latest[record.id], &stored.violations)
      let claim = Claim(booking: record.id, number: record.claim)
      let holder = stored.holders[claim] ?? record.holder
      if holder != record.holder {
        stored.violations.append(
          Violation(
            BookingInvariant.twoResumers.name,
            "\(record.id) was saved by two holders of claim \(claim.number)"))
      }
      stored.holders[claim] = holder
      stored.latest[record.id] = saved
    }
    return revision
  }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? { try await base.load(id) }
  package func unfinished() async throws(StoreError) -> [BookingID] { try await base.unfinished() }
  package func bookings() async throws(StoreError) -> [BookingID] { try await base.bookings() }

  package static func check(
    _ next: BookingRecord, after last: BookingRecord?, _ violations: inout [Violation]
  ) {
    func violate(_ what: String) {
      violations.append(
        Violation(
          "booking legality", "\(next.id) revision \(next.revision): \(what)",
          time: nil))
    }
    for entry in next.effects.entries where entry.state == .intended {
      if let undo = entry.effect.compensation, next.effects.state(of: undo) == nil {
        violate("\(entry.effect) was intended before what undoes it was registered")
      }
    }
    guard let last else {
      if next.revision != 1 { violate("the first save") }
      return
    }
    if let undoing = next.effects.unresolved, undoing.compensation == nil,
      let place = next.effects.entries.firstIndex(where: { $0.effect == undoing }),
      let later = next.effects.entries[place...].first(where: { $0.state == .registered })
    {
      violate("\(undoing) comes before \(later.effect), which was registered after it")
    }
    if next.revision != last.revision + 1 { violate("follows revision \(last.revision)") }
    if next.lock != last.lock {
      violate("the locked budget changed from \(last.lock.amount) to \(next.lock.amount)")
    }
    if next.quote != last.quote { violate("the quote changed") }
    if next.requestKey != last.requestKey || next.method != last.method || next.contact != last.contact {
      violate("the request changed")
    }
    if next.claim < last.claim { violate("claim \(next.claim) after \(last.claim)") }
    if last.failure != nil && next.failure != last.failure { violate("the failure changed") }
    let before = last.timeline.changes
    let after = next.timeline.changes
    if after.count < before.count || Array(after.prefix(before.count)) != before {
      violate("the history was rewritten")
    }
    var status = BookingStatus.initiated
    for change in after {
      if change.from != status || !status.leads(to: change.to) {
        violate("went from \(change.from) to \(change.to)")
      }
      status = change.to
    }
    if status != next.status { violate("is \(next.status), and its history ends in \(status)") }
    for entry in last.effects.entries {
      let now = next.effects.state(of: entry.effect)
      let isLegal =
        switch (entry.state, now) {
        case (.registered, .registered), (.registered, .intended), (.registered, .dropped): true
        case (.intended, .intended), (.intended, .done), (.intended, .refused): true
        case (.done, .done), (.refused, .refused), (.dropped, .dropped): true
        // Two steps in one save.
        case (.registered, .done), (.registered, .refused): false
        default: false
        }
      if !isLegal {
        violate("\(entry.effect) went from \(entry.state) to \(now.map { "\($0)" } ?? "nothing")")
      }
    }
  }
}
