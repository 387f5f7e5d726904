package import SimCore
package import TravelPlanner

extension WorldObserver: BookingObserver {
  package func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {
    let id = Int64(bitPattern: booking.rawValue)
    func of(_ effect: Effect) -> Int64 { Int64(effect.kind.rawValue) << 8 | Int64(effect.item) }
    switch event {
    case .repriced(let same): world.record(.bookingRepriced, id, same ? 1 : 0)
    case .saved(let revision): world.record(.bookingSaved, id, Int64(revision))
    case .requested(let effect, let claim): world.record(.bookingAsked, id, of(effect), Int64(claim))
    case .done(let effect): world.record(.bookingDone, id, of(effect))
    case .refused(let effect): world.record(.bookingRefused, id, of(effect))
    case .unknown(let effect): world.record(.bookingUnknown, id, of(effect))
    case .statusChanged(let status): world.record(.bookingMoved, id, Int64(status.rawValue))
    case .claimed(let claim): world.record(.bookingClaimed, id, Int64(claim))
    case .superseded: world.record(.bookingSuperseded, id)
    case .suspended: world.record(.bookingSuspended, id)
    }
  }
}

extension TraceKind {
  package static let bookingRepriced = TraceKind("booking.repriced", "booking", "as agreed")
  package static let bookingSaved = TraceKind("booking.saved", "booking", "revision")
  package static let bookingAsked = TraceKind("booking.asked", "booking", "effect", "claim")
  package static let bookingDone = TraceKind("booking.done", "booking", "effect")
  package static let bookingRefused = TraceKind("booking.refused", "booking", "effect")
  package static let bookingUnknown = TraceKind("booking.outcome unknown", "booking", "effect")
  package static let bookingMoved = TraceKind("booking.moved", "booking", "status")
  package static let bookingClaimed = TraceKind("booking.claimed", "booking", "claim")
  package static let bookingSuperseded = TraceKind("booking.superseded", "booking")
  package static let bookingSuspended = TraceKind("booking.suspended", "booking")
}
