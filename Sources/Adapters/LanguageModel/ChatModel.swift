import Foundation
package import Resilience
package import TravelPlanner

/// A language model behind an endpoint that speaks OpenAI's chat completions.
///
///     let model = ChatModel(
///       "gpt-4o-mini", at: try HTTPEndpoint("https://api.openai.com/v1"), key: SecretKey(…)!,
///       client: HTTPClient(timeout: .seconds(20), limit: 256 << 10))
///
/// One prompt is one call with one message, temperature 0. A reply counts when it has a choice that came to its end
/// (`finish_reason` is `stop`) with a text in it; one that was cut off is malformed, one that a filter stopped is
/// refused. Prompts of more than `promptMax` characters are refused without being sent. Key and prompt are in no
/// error.
///
/// | From the endpoint | Here |
/// | --- | --- |
/// | no reply, 408, 409, 5xx | `unavailable` |
/// | 429 | `rateLimited`, for as long as `Retry-After` says |
/// | another 4xx | `refused` |
/// | a redirect, too long a reply, what is no such JSON | `malformed` |
package struct ChatModel<Transport: HTTPTransport>: LanguageModel {
  private let name: String
  private let endpoint: HTTPEndpoint
  private let key: SecretKey?
  private let transport: Transport

  /// Characters of a prompt at most.
  package static var promptMax: Int { 100_000 }
  /// Characters of a reply at most.
  package static var replyMax: Int { 100_000 }

  /// `endpoint` is what stands before `/chat/completions`. A server of one's own may do without a key.
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
    let reply: HTTPReply
    do throws(HTTPFailure) {
      reply = try await transport.send(
        HTTPCall("POST", endpoint.url("chat/completions"), headers: headers, body: body))
    } catch {
      switch error {
      case .tooLarge: throw .malformed
      case .unreachable, .timedOut, .interrupted, .cancelled: throw .unavailable
      }
    }
    switch reply.status {
    case 200: return try text(reply.body)
    case 408, 409, 500...: throw .unavailable
    case 429: throw .rateLimited(retryAfter: reply.retryAfter ?? .seconds(1))
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
      var finishReason: String

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
    guard choice.finishReason == "stop", choice.message.role ?? "assistant" == "assistant",
      let text = choice.message.content, !text.isEmpty, text.unicodeScalars.count <= Self.replyMax
    else { throw .malformed }
    return text
  }
}
