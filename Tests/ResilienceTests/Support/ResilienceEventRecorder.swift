import Resilience
import Synchronization

/// An observer that keeps every event.
final class ResilienceEventRecorder: ResilienceObserver {
  private let state = Mutex<[ResilienceEvent]>([])

  var events: [ResilienceEvent] { state.withLock { $0 } }
  var kinds: [ResilienceEvent.Kind] { events.map(\.kind) }
  func record(_ event: ResilienceEvent) { state.withLock { $0.append(event) } }
}
