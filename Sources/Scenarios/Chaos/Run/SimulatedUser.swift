import Primitives
import Resilience
import SimCore
import SimulatedTravel
import TravelPlanner

/// Somebody who asks for a plan, perhaps ledgers it, and perhaps asks again.
struct SimulatedUser: Sendable {
  let number: Int
  let request: PlanRequest
  let planner: PlannerTestbed<SimClock>
  let bookings: BookingHarness?
  let retries: Int

  func ask() async -> CaseRecord.Answer {
    var answer = await askOnce(request)
    for retry in 0..<retries where answer.ending == .degraded || answer.ending == .failed {
      var again = request
      // Another request to everybody: its calls are new calls.
      again.key = request.key | UInt64(retry + 1) << 32
      again.session = request.session.map { SessionID(rawValue: $0.rawValue ^ UInt64(retry + 1)) }
      answer = await askOnce(again)
    }
    return answer
  }

  private func askOnce(_ request: PlanRequest) async -> CaseRecord.Answer {
    do throws(PlanError) {
      let state = try await planner.plan(request)
      var answer = CaseRecord.Answer(state)
      guard let bookings, state.itinerary != nil else { return answer }
      if Task.isCancelled { return CaseRecord.Answer(.cancelled) }
      let record = await bookings.book(state, number)
      if record?.status != .confirmed, answer.ending == .ok { answer.ending = .degraded }
      return answer
    } catch {
      return CaseRecord.Answer(error)
    }
  }

  /// As one who leaves before there is an answer, after so many nanoseconds.
  func ask(givingUpAfter clientTimeout: Int64, _ clock: SimClock) async -> CaseRecord.Answer {
    let asking = Task { await ask() }
    let end = clock.nanoseconds.addingSaturating(max(0, clientTimeout))
    let timer = clock.schedule(atNanoseconds: end) { asking.cancel() }
    defer { clock.cancel(timer) }
    return await asking.value
  }
}
