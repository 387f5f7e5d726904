import Resilience
import SimCore
import SimulatedTravel
import Synchronization
import TravelPlanner

/// Writes down what happens in a case, and puts it into the world's digest.
///
/// An entry costs a copy; nothing is evaluated before the run is over.
final class CaseRecorder: PlannerObserver, ResilienceObserver, BookingObserver {
  private let digest: WorldObserver
  private let log: Mutex<CaseRecord>

  init(_ world: World, expecting requests: Int) {
    digest = WorldObserver(world)
    var record = CaseRecord()
    record.calls.reserveCapacity(requests * 16)
    record.steps.reserveCapacity(requests * 32)
    record.requests.reserveCapacity(requests)
    log = Mutex(record)
  }

  func record(_ event: ResilienceEvent) {
    digest.record(event)
    log.withLock { $0.calls.append(event) }
  }

  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {
    digest.record(event, plan: plan, at: time)
    log.withLock { $0.steps.append(CaseRecord.StepEntry(time: time, plan: plan, event: event)) }
  }

  func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {
    digest.record(event, booking: booking, at: time)
    switch event {
    case .unknown: log.withLock { $0.unknownEffects += 1 }
    case .superseded: log.withLock { $0.takenOver += 1 }
    default: break
    }
  }

  /// Another process takes on the bookings, with guards of its own.
  func bookingsRestarted() { log.withLock { $0.restarts.append($0.calls.count) } }

  /// Returns the observer of the booking policies in one generation of the process, the first being 1.
  func guards(ofLife life: UInt64) -> some ResilienceObserver {
    GenerationObserver(monitor: self, life: life)
  }

  /// Tells what a dead process still says from what its successor says of the same call.
  private struct GenerationObserver: ResilienceObserver {
    let monitor: CaseRecorder
    let life: UInt64

    func record(_ event: ResilienceEvent) {
      monitor.digest.record(event)
      monitor.log.withLock { log in
        if life <= log.restarts.count { log.strays.append(log.calls.count) }
        log.calls.append(event)
      }
    }
  }

  /// A request has come; the place to `end` it by.
  func begin(_ number: Int, at time: Int64) -> Int {
    log.withLock { record in
      record.requests.append(
        CaseRecord.RequestEntry(number: number, arrivedAt: time, endedAt: .max, ending: .pending))
      return record.requests.count - 1
    }
  }

  func end(_ place: Int, _ answer: CaseRecord.Answer, at time: Int64) {
    log.withLock { record in
      // When the settle timeout is over, what still runs is cancelled, and its record has been taken.
      guard record.requests.indices.contains(place) else { return }
      record.requests[place].ending = answer.ending
      record.requests[place].problem = answer.problem
      record.requests[place].traits = answer.traits
      record.requests[place].endedAt = time
    }
  }

  /// Returns the record, requests by number, and empties the recorder.
  func takeRecord() -> CaseRecord {
    log.withLock { log in
      var record = CaseRecord()
      swap(&record, &log)
      record.requests.sort { $0.number < $1.number }
      return record
    }
  }
}
