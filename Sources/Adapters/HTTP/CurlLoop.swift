import CCurl
import Foundation
import Synchronization

/// The thread on which all calls of a client run: takes orders, lets libcurl work, hands out what came.
final class CurlLoop: Sendable {
  /// A call to be made.
  struct Order: Sendable {
    var call: HTTPCall
    var timeout: Duration
    var limit: Int
    var pending: PendingReply
  }

  private struct Inbox {
    var orders: [Order] = []
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

  func add(_ order: Order) {
    inbox.withLock { $0.orders.append(order) }
    wake()
  }

  /// Lets the thread see what changed: a new order, or one that nobody waits for any more.
  func wake() { unsafe curl_multi_wakeup(multi.handle) }

  /// No order may come after.
  func stop() {
    inbox.withLock { inbox in
      inbox.isStopped = true
      // Under the lock: the thread frees what is woken here as soon as it sees that it is over.
      wake()
    }
  }

  // MARK: On the thread

  private func run() {
    var transfers: [CurlTransfer] = []
    defer { unsafe curl_multi_cleanup(multi.handle) }
    while true {
      let news = inbox.withLock { inbox in
        defer { inbox.orders = [] }
        return inbox
      }
      for order in news.orders where !order.pending.isSettled {
        let transfer = CurlTransfer(order)
        unsafe curl_multi_add_handle(multi.handle, transfer.easy)
        transfers.append(transfer)
      }
      var running: Int32 = 0
      unsafe curl_multi_perform(multi.handle, &running)
      finish(transfers)
      transfers.removeAll { transfer in
        guard transfer.isSettled || news.isStopped else { return false }
        unsafe curl_multi_remove_handle(multi.handle, transfer.easy)
        return true
      }
      if news.isStopped { return }
      // Wakes earlier for what comes over the net, for libcurl's own timers, and for `wake`.
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

  /// Once in a process, before anything else of libcurl.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Safe: used on the thread alone, but for `curl_multi_wakeup`, which any thread may call; freed as the thread's last
  /// act, after which nobody calls: the client that could is gone.
  @safe private struct Multi: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
  }
}
