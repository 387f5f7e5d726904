import Foundation
package import Resilience
package import TravelPlanner

/// A language model behind an endpoint with OpenAI's chat completions API.
///
///     let model = ChatModel(
///       "gpt-4o-mini", at: try HTTPEndpoint("https://api.openai.com/v1"), key: SecretKey(…)!,
///       client: HTTPClient(timeout: .seconds(20), limit: 256 << 10))
///
/// One prompt is one call with one message, at temperature 0. A reply is valid if its first choice is complete
/// (`finish_reason` is `stop`) and contains text. A truncated reply is malformed, one that a content filter stopped is
/// refused. A prompt of more than `promptMax` characters is refused without being sent. No error contains the key or the
/// prompt.
///
/// | From the endpoint | Here |
/// | --- | --- |
/// | no reply, 408, 409, 5xx | `unavailable` |
/// | 429 | `rateLimited`, with the wait of `Retry-After` |
/// | another 4xx | `refused` |
/// | a redirect, too long a reply, other JSON | `malformed` |
package struct ChatModel<Transport: HTTPTransport>: LanguageModel {
  private let name: String
  private let endpoint: HTTPEndpoint
  private let key: SecretKey?
  private let transport: Transport

  /// The limit for the characters of a prompt.
  package static var promptMax: Int { 100_000 }
  /// The limit for the characters of a reply.
  package static var replyMax: Int { 100_000 }

  /// `endpoint` is the address without `/chat/completions`. A local server may need no key.
  package init(_ name: String, at endpoint: HTTPEndpoint, key: SecretKey?, client: Transport) {
    self.name = name
    self.endpoint = endpoint
    self.key = key
    transport = client
  }

  package func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String {
    guard prompt.unicodeScalars.count <= Self.promptMax, let body = body(prompt) else { throw .refused }
    var headers = [(name: "Content-Type", value: "application/json"), ("Accept", "application/json")]
    if let key { headers.append(("Authorization", "Bearer \(key.text)")) }
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await transport.send(
        HTTPRequest("POST", endpoint.url("chat/completions"), headers: headers, body: body))
    } catch {
      switch error {
      case .tooLarge: throw .malformed
      case .unreachable, .timedOut, .interrupted, .cancelled: throw .unavailable
      }
    }
    switch response.status {
    case 200: return try text(response.body)
    case 429: throw .rateLimited(retryAfter: response.retryAfter ?? .seconds(1))
    case 408, 409, 500...:
      // A server that names the time is heard, whatever it calls its state.
      if let wait = response.retryAfter { throw .rateLimited(retryAfter: wait) }
      throw .unavailable
    case 400..<500: throw .refused
    default: throw .malformed
    }
  }

  // MARK: JSON

  private struct Request: Encodable {
    struct Message: Encodable {
      var role: String
      var content: String
    }
    var model: String
    var messages: [Message]
    var temperature: Int
    var stream: Bool
  }

  private func body(_ prompt: String) -> Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try? encoder.encode(
      Request(
        model: name, messages: [Request.Message(role: "user", content: prompt)], temperature: 0, stream: false
      ))
  }

  private struct Reply: Decodable {
    struct Choice: Decodable {
      struct Message: Decodable {
        var role: String?
        var content: String?
      }
      var message: Message
      var finishReason: String?

      private enum CodingKeys: String, CodingKey {
        case message
        case finishReason = "finish_reason"
      }
    }
    var choices: [Choice]
  }

  private func text(_ body: Data) throws(ProviderError) -> String {
    guard let reply = try? JSONDecoder().decode(Reply.self, from: body), let choice = reply.choices.first
    else {
      throw .malformed
    }
    if choice.finishReason == "content_filter" { throw .refused }
    // Some servers leave the reason out, or null, in a complete reply.
    guard choice.finishReason ?? "stop" == "stop", choice.message.role ?? "assistant" == "assistant",
      let text = choice.message.content, !text.isEmpty, text.unicodeScalars.count <= Self.replyMax
    else { throw .malformed }
    return text
  }
}
