package import Resilience

/// A language model: text in, text out.
package protocol LanguageModel: Sendable {
  func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String
}
