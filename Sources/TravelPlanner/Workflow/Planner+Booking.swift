public import Primitives
import Resilience

extension Planner {
  /// Books the plan, when the request asks for it: the session knows of the booking before it begins.
  @inlinable @inline(never)
  func book(_ draft: inout Draft) async throws(PlanError) {
    record(.stepStarted(.booking), draft.key, at: clock.nanoseconds)
    guard let bookings else {
      draft.state.errors.append(StepError(.booking, .refused))
      complete(.bookingSkipped, &draft)
      return
    }
    guard let request = draft.bookingRequest(at: timestamp(clock.nanoseconds)) else {
      complete(.bookingSkipped, &draft)
      return
    }
    try await save(&draft)
    do throws(BookingError) {
      draft.take(try await bookings.book(request))
    } catch {
      try draft.take(error)
    }
    complete(.booking, &draft)
    try await save(&draft)
  }
}
