import Dispatch
import Foundation
import FoundationNetworking
import Synchronization

/// Calls over HTTP, with a time and a size that none may exceed.
///
///     let client = HTTPClient(timeout: .seconds(10))
///     let reply = try await client.send(HTTPCall("GET", url))
///
/// Cancelling the task ends the call at once. Redirects are not followed: a secret would go where nobody sent it.
/// Nothing is kept on the disk, no cookies are taken.
///
/// Each call has a connection of its own: on one that was kept and turned out to be dead the system would send the
/// call a second time without a word, or hang. That costs a handshake a call; it is made for a handful of them.
public final class HTTPClient: HTTPTransport {
  private let session: URLSession
  private let receiver: Receiver
  private let timeout: Duration

  /// `timeout` is from the first byte sent to the last received; replies are at most `limit` bytes long.
  public init(timeout: Duration = .seconds(30), limit: Int = 1 << 20) {
    precondition(timeout > .zero, "the timeout must be positive, was \(timeout)")
    precondition(limit > 0, "the limit must be positive, was \(limit)")
    self.timeout = timeout
    receiver = Receiver(limit: limit)
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // Beyond the limit calls wait for a connection, and with connections that are closed after each call some were
    // never woken. Who wants a limit has a bulkhead.
    configuration.httpMaximumConnectionsPerHost = 1024
    session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
  }

  deinit { session.invalidateAndCancel() }

  public func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPReply {
    var request = URLRequest(url: call.url)
    request.httpMethod = call.method
    request.httpBody = call.body
    for (name, value) in call.headers { request.setValue(value, forHTTPHeaderField: name) }
    let seconds = Double(timeout.components.seconds) + Double(timeout.components.attoseconds) / 1e18
    request.setValue("close", forHTTPHeaderField: "Connection")
    // The system's own timer is for silence; ours is for the whole.
    request.timeoutInterval = seconds + 5
    let pending = Pending()
    let task = receiver.expect(pending) { session.dataTask(with: request) }
    let timer = DispatchWorkItem { if pending.fail(.timedOut) { task.cancel() } }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: timer)
    defer { timer.cancel() }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if pending.wait(continuation) { task.resume() } else { task.cancel() }
      }
    } onCancel: {
      if pending.fail(.cancelled) { task.cancel() }
    }
    receiver.forget(task)
    return try result.get()
  }

  /// What a call waits for: settled once, by a reply, a failure, the timer or the caller.
  fileprivate final class Pending: Sendable {
    typealias Outcome = Result<HTTPReply, HTTPFailure>

    private enum State {
      case open
      case waiting(CheckedContinuation<Outcome, Never>)
      case settled(Outcome)
    }
    private let state = Mutex(State.open)

    /// False when it is settled already: the continuation has gone on.
    func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
      let settled: Outcome? = state.withLock { state in
        if case .settled(let outcome) = state { return outcome }
        state = .waiting(continuation)
        return nil
      }
      if let settled { continuation.resume(returning: settled) }
      return settled == nil
    }

    /// False when somebody was quicker.
    @discardableResult
    func settle(_ outcome: Outcome) -> Bool {
      let (first, waiting) = state.withLock {
        state -> (Bool, CheckedContinuation<Outcome, Never>?) in
        switch state {
        case .settled: return (false, nil)
        case .open:
          state = .settled(outcome)
          return (true, nil)
        case .waiting(let continuation):
          state = .settled(outcome)
          return (true, continuation)
        }
      }
      waiting?.resume(returning: outcome)
      return first
    }

    func fail(_ failure: HTTPFailure) -> Bool { settle(.failure(failure)) }
  }
}

/// Puts replies together as their parts come in.
private final class Receiver: NSObject, URLSessionDataDelegate, Sendable {
  private struct Entry {
    let pending: HTTPClient.Pending
    var body = Data()
  }

  private let limit: Int
  private let entries = Mutex<[Int: Entry]>([:])

  init(limit: Int) { self.limit = limit }

  /// Makes a task and keeps what its reply is for. One at a time: the system numbers tasks without a lock, and two of
  /// one number would get each other's replies.
  func expect(_ pending: HTTPClient.Pending, _ make: () -> URLSessionDataTask) -> URLSessionDataTask {
    entries.withLock { entries in
      let task = make()
      entries[task.taskIdentifier] = Entry(pending: pending)
      return task
    }
  }

  func forget(_ task: URLSessionTask) { entries.withLock { $0[task.taskIdentifier] = nil } }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) { completionHandler(nil) }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let overflown = entries.withLock { entries -> HTTPClient.Pending? in
      guard var entry = entries[dataTask.taskIdentifier] else { return nil }
      if entry.body.count + data.count > limit { return entry.pending }
      // Out of the table while it grows: or else each part would copy all before it.
      entries[dataTask.taskIdentifier] = nil
      entry.body.append(data)
      entries[dataTask.taskIdentifier] = entry
      return nil
    }
    guard let overflown else { return }
    _ = overflown.fail(.tooLarge(limit: limit))
    dataTask.cancel()
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let entry = entries.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    if let error {
      entry.pending.settle(.failure(Receiver.failure(error)))
    } else if let response = task.response as? HTTPURLResponse {
      var headers: [String: String] = [:]
      for (name, value) in response.allHeaderFields {
        headers["\(name)".lowercased()] = "\(value)"
      }
      entry.pending.settle(
        .success(HTTPReply(status: response.statusCode, headers: headers, body: entry.body)))
    } else {
      entry.pending.settle(.failure(.interrupted("no HTTP reply")))
    }
  }

  private static func failure(_ error: any Error) -> HTTPFailure {
    let error = error as NSError
    switch URLError.Code(rawValue: error.code) {
    case .timedOut: return .timedOut
    case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet:
      return .unreachable(error.localizedDescription)
    default: return .interrupted(error.localizedDescription)
    }
  }
}
