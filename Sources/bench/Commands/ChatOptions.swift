import Adapters
import Foundation
import Scenarios
import TravelPlanner

/// A real language model to read the request and write the words.
enum ChatOptions {
  static let endpoint = Option(
    "chat", nil, "URL", "ask the language model behind this chat endpoint, as https://api.openai.com/v1")
  static let name = Option("chat-model", nil, "NAME", "which of its models")
  static let all = [endpoint, name]
  static let keyVariable = "CHAT_API_KEY"

  static func isAsked(_ arguments: Arguments) -> Bool { arguments.has(endpoint) }

  /// Nil when none is asked for.
  static func model(
    _ arguments: Arguments, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(CommandError) -> PlannerModel? {
    guard let address = arguments.text(endpoint) else {
      if arguments.has(name) { throw .usage("--chat-model goes with --chat URL") }
      return nil
    }
    guard let model = arguments.text(name), !model.isEmpty else {
      throw .usage("--chat needs --chat-model NAME: which of the endpoint's models")
    }
    if arguments.has(PlanCommand.classifier) {
      throw .usage("--chat and --classifier both say who reads the request")
    }
    var key: SecretKey?
    if let text = environment[keyVariable], !text.isEmpty {
      key = SecretKey(text)
      // Not quoted: it may be nearly right.
      guard key != nil else {
        throw .usage("$\(keyVariable): must be 1 to 512 characters without spaces")
      }
    }
    do throws(HTTPEndpoint.Mistake) {
      return .real(
        ChatModel(
          model, at: try HTTPEndpoint(address), key: key,
          client: HTTPClient(timeout: .seconds(20), limit: 256 << 10)))
    } catch {
      throw .usage("--chat \(error)")
    }
  }
}
