import CCurl
import Foundation

/// Calls over HTTP, with a time and a size that none may exceed, through libcurl.
///
///     let client = HTTPClient(timeout: .seconds(10))
///     let reply = try await client.send(HTTPCall("GET", url))
///
/// Cancelling the task ends the call at once. Redirects are not followed: a secret would go where nobody sent it.
/// Nothing is kept on the disk, no cookies are taken. Calls of plain `http` stay on this machine and go through no
/// proxy; others go through the one that the environment names (`https_proxy`).
///
/// Each call has a connection of its own: one that was kept may turn out to be dead, and then nobody could tell
/// whether the call was read, and libcurl would send it once more. That costs a handshake a call; it is made for a
/// handful of them. A client has one thread, which ends with it.
package final class HTTPClient: HTTPTransport {
  private let loop: CurlLoop
  private let timeout: Duration
  private let limit: Int

  /// `timeout` is from the call to the last byte received, a millisecond at least; replies, with their headers, are
  /// at most `limit` bytes long.
  package init(timeout: Duration = .seconds(30), limit: Int = 1 << 20) {
    precondition(timeout >= .milliseconds(1), "the timeout must be a millisecond at least, was \(timeout)")
    precondition(limit > 0, "the limit must be positive, was \(limit)")
    self.timeout = timeout
    self.limit = limit
    loop = CurlLoop()
    loop.start()
  }

  deinit { loop.stop() }

  /// Headers with a control character in them, or a name that is none, are never sent: `unreachable`.
  package func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPReply {
    for header in call.headers where !header.name.isHeaderName || !header.value.isHeaderValue {
      throw .unreachable("a header that cannot be sent")
    }
    let pending = PendingReply()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard pending.wait(continuation) else { return }
        loop.add(CurlLoop.Order(call: call, timeout: timeout, limit: limit, pending: pending))
      }
    } onCancel: {
      if pending.settle(.failure(.cancelled)) { loop.wake() }
    }
    return try result.get()
  }
}

extension String {
  /// Letters, digits and what RFC 9110 calls token characters.
  fileprivate var isHeaderName: Bool {
    !isEmpty && utf8.allSatisfy { (33...126).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
  }

  fileprivate var isHeaderValue: Bool { utf8.allSatisfy { $0 >= 32 && $0 != 127 } }
}
