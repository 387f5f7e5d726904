package import Foundation

/// What is sent.
package struct HTTPCall: Sendable {
  package var method: String
  package var url: URL
  package var headers: [(name: String, value: String)]
  package var body: Data?

  package init(_ method: String, _ url: URL, headers: [(name: String, value: String)] = [], body: Data? = nil)
  {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// What came back, whole.
package struct HTTPReply: Sendable {
  package var status: Int
  /// By name in lower case.
  package var headers: [String: String]
  package var body: Data

  package init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// How long the server asks to be left alone: `Retry-After` in whole seconds, at most an hour. Nil when it says
  /// nothing or names a date.
  package var retryAfter: Duration? {
    guard let text = headers["retry-after"], let seconds = Int64(text.trimmingCharacters(in: .whitespaces)),
      seconds >= 0
    else { return nil }
    return .seconds(min(seconds, 3600))
  }
}

/// Why there is no reply, or none that can be read. Whatever was asked for may have happened all the same, unless
/// nothing was sent.
package enum HTTPFailure: Error, Hashable, Sendable {
  /// No connection: nothing was sent.
  case unreachable(String)
  /// The time was up.
  case timedOut
  /// The connection broke, or what came was no HTTP.
  case interrupted(String)
  /// The reply is longer than is taken.
  case tooLarge(limit: Int)
  /// The caller was cancelled.
  case cancelled
}

/// Sends calls and waits for their replies.
package protocol HTTPTransport: Sendable {
  func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPReply
}
