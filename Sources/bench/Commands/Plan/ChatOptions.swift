import Adapters
import Foundation
import SimulatedTravel
import TravelPlanner

/// A real language model that reads the request and writes the descriptions.
enum ChatOptions {
  static let endpoint = Option(
    "chat", nil, "URL", "the chat endpoint of a language model, as https://api.openai.com/v1")
  static let model = Option("chat-model", nil, "NAME", "the model of the endpoint")
  static let all = [endpoint, model]
  static let keyVariable = "CHAT_API_KEY"

  /// Nil without `--chat`.
  static func model(
    _ arguments: Arguments, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(CommandError) -> PlannerLanguageModel? {
    guard let address = arguments.text(endpoint) else {
      try arguments.refuse(model, without: "--chat URL")
      return nil
    }
    guard let name = arguments.text(model), !name.isEmpty else {
      throw .usage("--chat needs --chat-model NAME")
    }
    if arguments.has(PlanCommand.classifier) {
      throw .usage("--chat and --classifier exclude each other: both set the reader of the request")
    }
    var key: SecretKey?
    if let text = environment[keyVariable], !text.isEmpty {
      key = SecretKey(text)
      // The text is not quoted, because it may be a key with a typo.
      guard key != nil else {
        throw .usage("$\(keyVariable): must be 1 to 512 characters without spaces")
      }
    }
    do throws(HTTPEndpoint.Mistake) {
      return .real(
        ChatModel(
          name, at: try HTTPEndpoint(address), key: key,
          client: HTTPClient(timeout: .seconds(20), limit: 256 << 10)))
    } catch {
      throw .usage("--chat \(error)")
    }
  }
}
