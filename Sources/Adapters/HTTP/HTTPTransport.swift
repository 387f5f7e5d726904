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

  /// The longest wait that a server may ask for.
  private static let longestWait: Int64 = 3_600

  /// The wait that the server asks for with `Retry-After`, at most an hour: a number of seconds, rounded up to whole
  /// ones, or a date, counted from the response's own `Date`. Nil without the header, for a date without `Date`, and
  /// for any other text.
  package var retryAfter: Duration? {
    guard let text = headers["retry-after"]?.trimmingCharacters(in: .whitespaces) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty {
      let rest = text.dropFirst(digits.count)
      guard rest.isEmpty || (rest.first == "." && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber })
      else {
        return nil
      }
      let seconds = Int64(digits) ?? HTTPResponse.longestWait
      let isMore = rest.contains { $0 != "." && $0 != "0" }
      return .seconds(min(seconds, HTTPResponse.longestWait - (isMore ? 1 : 0)) + (isMore ? 1 : 0))
    }
    guard let now = headers["date"].flatMap({ HTTPDate($0) }), let date = HTTPDate(text, now: now) else {
      return nil
    }
    return .seconds(min(max(0, date.seconds - now.seconds), HTTPResponse.longestWait))
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
