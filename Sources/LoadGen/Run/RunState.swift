import Synchronization

/// An arrival of an open load, handed to a worker.
struct Arrival: Sendable {
  var index: RequestIndex
  var planned: Int64
  /// The start that `RunState` has recorded already, for an arrival that took over a permit; nil when the
  /// worker reads the clock and reports the start.
  var started: Int64?
}

/// A worker suspended until the next arrival.
///
/// Safe because it is resumed exactly once: a caller removes it from the list in `RunState`, under the
/// lock, before resuming it, and the run ends only after the list is empty.
@safe struct IdleWorker: Sendable {
  private let continuation: UnsafeContinuation<Arrival?, Never>
  init(_ continuation: UnsafeContinuation<Arrival?, Never>) { unsafe self.continuation = continuation }
  func resume(_ arrival: Arrival?) { unsafe continuation.resume(returning: arrival) }
}

/// The state that the tasks of a run share: records, counts, queued arrivals and idle workers.
final class RunState: Sendable {
  private struct State {
    var records: [RequestRecord] = []
    var next: RequestIndex = 0
    /// Requests that hold a permit of the in-flight limit.
    var admitted = 0
    /// Requests started and not finished.
    var inFlight = 0
    var peak = 0
    /// The sum of finish times minus the sum of start times: request-nanoseconds in flight. Unlike a
    /// running integral it does not depend on the order in which threads report.
    var area: Int128 = 0
    var end: Int64
    /// Idle workers, the most recent last: the one that just ran has the warmest cache.
    var idle: [IdleWorker] = []
    /// Arrivals waiting for a permit; those before `queueHead` have been taken.
    var queue: [Arrival] = []
    var queueHead = 0
    var isClosing = false

    mutating func begin(at now: Int64) {
      area -= Int128(now)
      inFlight += 1
      peak = max(peak, inFlight)
    }

    mutating func set(_ index: RequestIndex, _ record: RequestRecord) {
      while records.count <= index { records.append(RequestRecord(planned: 0)) }
      records[index] = record
    }

    mutating func finish(_ index: RequestIndex, _ record: RequestRecord) {
      area += Int128(record.finished)
      inFlight -= 1
      end = max(end, record.finished)
      set(index, record)
    }

    mutating func dequeue() -> Arrival? {
      guard queueHead < queue.count else { return nil }
      defer {
        queueHead += 1
        if queueHead == queue.count {
          queue.removeAll(keepingCapacity: true)
          queueHead = 0
        }
      }
      return queue[queueHead]
    }
  }

  private let start: Int64
  private let state: Mutex<State>

  init(start: Int64) {
    self.start = start
    state = Mutex(State(end: start))
  }

  func reserve(_ count: Int) { state.withLock { $0.records.reserveCapacity(min(count, 1 << 24)) } }

  func nextIndex(below bound: Int) -> RequestIndex? {
    state.withLock { state in
      guard state.next < bound else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func begin(at now: Int64) { state.withLock { $0.begin(at: now) } }

  func finish(_ index: RequestIndex, _ record: RequestRecord) { state.withLock { $0.finish(index, record) } }

  /// Passes `arrival` to an idle worker, queues it, or drops it. Returns true when the caller must start a
  /// new worker for it.
  func admit(_ arrival: Arrival, limit: Int, whenFull: InFlightLimit.WhenFull) -> Bool {
    var worker: IdleWorker?
    let needsWorker = state.withLock { state in
      if state.admitted >= limit {
        switch whenFull {
        case .wait:
          state.set(arrival.index, RequestRecord(planned: arrival.planned))
          state.queue.append(arrival)
        case .drop:
          state.set(arrival.index, RequestRecord(planned: arrival.planned, status: .dropped))
        }
        return false
      }
      state.set(arrival.index, RequestRecord(planned: arrival.planned))
      state.admitted += 1
      worker = state.idle.popLast()
      return worker == nil
    }
    worker?.resume(arrival)
    return needsWorker
  }

  /// Records the end of a request and waits for the next arrival. Returns nil when the worker is to end:
  /// no more arrivals will come.
  func finishAndWait(_ index: RequestIndex, _ record: RequestRecord) async -> Arrival? {
    let decision: Arrival?? = state.withLock { state in
      state.finish(index, record)
      if !Task.isCancelled, var next = state.dequeue() {
        // It takes over the permit at the instant the request before it ended.
        next.started = record.finished
        state.begin(at: record.finished)
        return .some(next)
      }
      state.admitted -= 1
      return state.isClosing || Task.isCancelled ? .some(nil) : nil
    }
    if let decision { return decision }
    return await unsafe withUnsafeContinuation { continuation in
      let worker = unsafe IdleWorker(continuation)
      let isClosing = state.withLock { state in
        if !state.isClosing { state.idle.append(worker) }
        return state.isClosing
      }
      if isClosing { worker.resume(nil) }
    }
  }

  /// Ends the idle workers; busy ones end when the queue is empty.
  func stopWorkers() {
    let idle = state.withLock { state in
      state.isClosing = true
      defer { state.idle = [] }
      return state.idle
    }
    for worker in idle { worker.resume(nil) }
  }

  func close(_ model: LoadModel, interrupted: Bool) -> LoadRun {
    state.withLock { state in
      LoadRun(
        model: model, start: start, end: state.end, records: state.records, peakInFlight: state.peak,
        inFlightArea: state.area, wasInterrupted: interrupted)
    }
  }
}
