import Primitives
import Resilience
package import TravelPlanner

/// The language model that classifies requests and writes descriptions in place of rules and template.
package enum PlannerLanguageModel: Sendable {
  case simulated(ModelBehaviour)
  /// Answers in its own time: for the host's clock only.
  case real(any LanguageModel)
}

/// The language model of a planner, for one of its operations.
enum TestbedLanguageModel<Clock: NanosecondClock>: LanguageModel {
  case simulated(SimulatedModel<Clock>)
  case real(any LanguageModel)

  func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String {
    switch self {
    case .simulated(let model): try await model.reply(to: prompt, call: call)
    case .real(let model): try await model.reply(to: prompt, call: call)
    }
  }
}
