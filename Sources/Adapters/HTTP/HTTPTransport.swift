package import Foundation

/// A client that sends calls and waits for their responses.
package protocol HTTPTransport: Sendable {
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
}

/// A request.
package struct HTTPRequest: Sendable {
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

/// A complete response.
package struct HTTPResponse: Sendable {
  package var status: Int
  /// Header values by name in lower case.
  package var headers: [String: String]
  package var body: Data

  package init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The wait that the server asks for: `Retry-After` in whole seconds, at most an hour. Nil without the header, or if
  /// it is a date.
  package var retryAfter: Duration? {
    guard let text = headers["retry-after"], let seconds = Int64(text.trimmingCharacters(in: .whitespaces)),
      seconds >= 0
    else { return nil }
    return .seconds(min(seconds, 3600))
  }
}

/// A call without a complete response. The server may have executed it all the same, except for `unreachable`.
package enum HTTPFailure: Error, Hashable, Sendable {
  /// No connection could be opened; nothing was sent.
  case unreachable(String)
  /// The timeout passed.
  case timedOut
  /// The connection broke, or the response was not HTTP.
  case interrupted(String)
  /// The response exceeds the limit, in bytes.
  case tooLarge(limit: Int)
  /// The calling task was cancelled.
  case cancelled
}
