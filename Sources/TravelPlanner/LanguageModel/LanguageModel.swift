package import Resilience

/// A language model that replies to a prompt with a text.
package protocol LanguageModel: Sendable {
  func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String
}
