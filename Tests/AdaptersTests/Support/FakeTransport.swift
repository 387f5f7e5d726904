import Adapters
import Foundation

/// A transport that sends nothing and answers every request in the same way.
struct FakeTransport: HTTPTransport {
  private let result: Result<HTTPResponse, HTTPFailure>

  /// Answers with status 200 and this body.
  init(body: Data) { result = .success(HTTPResponse(status: 200, body: body)) }

  init(_ failure: HTTPFailure) { result = .failure(failure) }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse { try result.get() }
}
