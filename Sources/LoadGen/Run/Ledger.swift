import Synchronization

/// An arrival handed to a worker.
struct Job: Sendable {
  var index: RequestIndex
  var planned: Int64
  /// When the worker may consider it started; nil: now, and the ledger wants to hear of it.
  var started: Int64?
}

/// A worker that waits for an arrival.
///
/// Safe because it is resumed exactly once: whoever takes it out of the ledger's list, under its lock,
/// resumes it, and the run does not end before the list is empty.
@safe struct ParkedWorker: Sendable {
  private let continuation: UnsafeContinuation<Job?, Never>
  init(_ continuation: UnsafeContinuation<Job?, Never>) { unsafe self.continuation = continuation }
  func resume(_ job: Job?) { unsafe continuation.resume(returning: job) }
}

/// What the tasks of a run share: the records, the counts, the workers that wait for work.
final class Ledger: Sendable {
  private struct State {
    var records: [RequestRecord] = []
    var next: RequestIndex = 0
    /// Admitted and not over; what the limit counts.
    var admitted = 0
    /// Started and not over.
    var inFlight = 0
    var peak = 0
    /// Ends minus starts: what requests in flight add up to over time. Unlike a running integral it does
    /// not mind in which order threads report.
    var area: Int128 = 0
    var end: Int64
    /// Workers without work, most recent last; one that just ran has the warmest cache.
    var parked: [ParkedWorker] = []
    /// Arrivals that wait for a place, and how many of them have been taken.
    var queue: [Job] = []
    var taken = 0
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

    mutating func nextWaiting() -> Job? {
      guard taken < queue.count else { return nil }
      defer {
        taken += 1
        if taken == queue.count {
          queue.removeAll(keepingCapacity: true)
          taken = 0
        }
      }
      return queue[taken]
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

  /// Sends `job` to a parked worker, lets it wait, or drops it. True when a new worker must take it.
  func admit(_ job: Job, limit: Int, waits: Bool) -> Bool {
    var worker: ParkedWorker?
    let isNew = state.withLock { state in
      if state.admitted >= limit {
        if waits {
          state.set(job.index, RequestRecord(planned: job.planned))
          state.queue.append(job)
        } else {
          state.set(job.index, RequestRecord(planned: job.planned, status: .dropped))
        }
        return false
      }
      state.set(job.index, RequestRecord(planned: job.planned))
      state.admitted += 1
      worker = state.parked.popLast()
      return worker == nil
    }
    worker?.resume(job)
    return isNew
  }

  /// Records the end of a request; returns the next one, nil when no more will come.
  func finishAndWait(_ index: RequestIndex, _ record: RequestRecord) async -> Job? {
    let waiting: Job?? = state.withLock { state in
      state.finish(index, record)
      if !Task.isCancelled, var next = state.nextWaiting() {
        // It takes the place of the one before at the instant that left it.
        next.started = record.finished
        state.begin(at: record.finished)
        return .some(next)
      }
      state.admitted -= 1
      return state.isClosing || Task.isCancelled ? .some(nil) : nil
    }
    if let waiting { return waiting }
    return await unsafe withUnsafeContinuation { continuation in
      let worker = unsafe ParkedWorker(continuation)
      let closed = state.withLock { state in
        if !state.isClosing { state.parked.append(worker) }
        return state.isClosing
      }
      if closed { worker.resume(nil) }
    }
  }

  /// No more arrivals: workers without work end now, the others when the queue is empty.
  func stopWorkers() {
    let parked = state.withLock { state in
      state.isClosing = true
      defer { state.parked = [] }
      return state.parked
    }
    for worker in parked { worker.resume(nil) }
  }

  func close(_ model: LoadModel, interrupted: Bool) -> LoadRun {
    state.withLock { state in
      LoadRun(
        model: model, start: start, end: state.end, records: state.records, peakInFlight: state.peak,
        inFlightArea: state.area, wasInterrupted: interrupted)
    }
  }
}
