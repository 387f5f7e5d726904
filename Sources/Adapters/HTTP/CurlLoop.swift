import CCurl
import Foundation
import Synchronization

/// The thread that runs all calls of a client: it starts queued transfers, drives libcurl and delivers the outcomes.
final class CurlLoop: Sendable {
  /// A request in the queue.
  struct QueuedRequest: Sendable {
    var request: HTTPRequest
    var timeout: Duration
    var limit: Int
    var pending: PendingResponse
  }

  private struct Inbox {
    var requests: [QueuedRequest] = []
    var isStopped = false
  }

  private let inbox = Mutex(Inbox())
  private let multi: Multi

  init() {
    precondition(CurlLoop.isReady, "libcurl could not be started")
    guard let handle = unsafe curl_multi_init() else { preconditionFailure("no memory for libcurl") }
    multi = unsafe Multi(handle: handle)
  }

  func start() {
    Thread.detachNewThread { [self] in
      Thread.current.name = "HTTPClient"
      run()
    }
  }

  func add(_ request: QueuedRequest) {
    inbox.withLock { $0.requests.append(request) }
    wake()
  }

  /// Wakes the thread, for a new request or a cancelled call.
  func wake() { unsafe curl_multi_wakeup(multi.handle) }

  /// Ends the thread. No request may be added afterwards.
  func stop() {
    inbox.withLock { inbox in
      inbox.isStopped = true
      // Under the lock: once the thread sees `isStopped`, it frees the handle that is used here.
      wake()
    }
  }

  // MARK: On the thread

  private func run() {
    var transfers: [CurlTransfer] = []
    defer { unsafe curl_multi_cleanup(multi.handle) }
    while true {
      let received = inbox.withLock { inbox in
        defer { inbox.requests = [] }
        return inbox
      }
      for request in received.requests where !request.pending.isSettled {
        let transfer = CurlTransfer(request)
        unsafe curl_multi_add_handle(multi.handle, transfer.easy)
        transfers.append(transfer)
      }
      var running: Int32 = 0
      unsafe curl_multi_perform(multi.handle, &running)
      finish(transfers)
      transfers.removeAll { transfer in
        guard transfer.isSettled || received.isStopped else { return false }
        unsafe curl_multi_remove_handle(multi.handle, transfer.easy)
        return true
      }
      if received.isStopped { return }
      // Returns earlier for received bytes, for libcurl's own timers, and for `wake`.
      unsafe curl_multi_poll(multi.handle, nil, 0, 60_000, nil)
    }
  }

  private func finish(_ transfers: [CurlTransfer]) {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(multi.handle, &left) {
      var result = CURLE_OK
      guard let easy = unsafe curl_done(message, &result) else { continue }
      transfers.first { unsafe $0.easy == easy }?.end(result)
    }
  }

  /// True if libcurl could be initialized, which must happen once in a process and before any other call to it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Safe: used by the thread alone, except for `curl_multi_wakeup`, which any thread may call. The thread frees it at
  /// its end, and the client, the only one that wakes the thread, is gone by then.
  @safe private struct Multi: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
  }
}
