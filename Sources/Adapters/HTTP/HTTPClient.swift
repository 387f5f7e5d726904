import CCurl
import Foundation

/// An HTTP client on libcurl, with a limit for the time of a call and the size of its response.
///
///     let client = HTTPClient(timeout: .seconds(10))
///     let response = try await client.send(HTTPRequest("GET", url))
///
/// Cancelling the task ends the call at once. Redirects are not followed: they could send a secret to another server.
/// The client writes nothing to the disk and keeps no cookies. Calls of plain `http` stay on this machine and use no
/// proxy; others use the one in the environment variable `https_proxy`.
///
/// libcurl and not Foundation's `URLSession`, which lost calls, mixed up responses and sent calls over dead connections
/// when many ran at once.
///
/// Each call opens its own connection. A connection kept open may have been closed by the server; then libcurl would
/// send the call a second time, and no caller could know whether the first was executed. The price is one handshake per
/// call. A client has one thread, which ends with the client.
package final class HTTPClient: HTTPTransport {
  private let loop: CurlLoop
  private let timeout: Duration
  private let limit: Int

  /// `timeout` is the limit from the call to the last byte of the response, at least a millisecond; `limit` is the limit
  /// for the bytes of a response with its headers.
  package init(timeout: Duration = .seconds(30), limit: Int = 1 << 20) {
    precondition(timeout >= .milliseconds(1), "timeout must be at least a millisecond, was \(timeout)")
    precondition(limit > 0, "limit must be positive, was \(limit)")
    self.timeout = timeout
    self.limit = limit
    loop = CurlLoop()
    loop.start()
  }

  deinit { loop.stop() }

  /// Sends the call and waits for its response. A header with a control character or an invalid name throws `unreachable`
  /// before anything is sent.
  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    for header in request.headers where !header.name.isHeaderName || !header.value.isHeaderValue {
      throw .unreachable("a header that cannot be sent")
    }
    let pending = PendingResponse()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard pending.wait(continuation) else { return }
        loop.add(CurlLoop.QueuedRequest(request: request, timeout: timeout, limit: limit, pending: pending))
      }
    } onCancel: {
      if pending.settle(.failure(.cancelled)) { loop.wake() }
    }
    return try result.get()
  }
}

extension String {
  /// True for one or more of the token characters of RFC 9110.
  fileprivate var isHeaderName: Bool {
    !isEmpty && utf8.allSatisfy { (33...126).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
  }

  fileprivate var isHeaderValue: Bool { utf8.allSatisfy { $0 >= 32 && $0 != 127 } }
}
