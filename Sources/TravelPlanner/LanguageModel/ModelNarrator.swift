package import Resilience

/// A narrator that asks a language model.
package struct ModelNarrator<Model: LanguageModel>: ItineraryNarrator {
  private let model: Model

  package init(_ model: Model) { self.model = model }

  package func narrative(
    for itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    try await introduction(to: itinerary.text, call: call)
  }

  package func narrative(
    for tour: TourItinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    try await introduction(to: tour.text, call: call)
  }

  package func description(
    ofDay day: Int, in itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    let prompt = """
      Write one or two friendly sentences, at most 50 words, about day \(day + 1) of the itinerary below. \
      Name no price, time or place that is not in it.

      \(itinerary.text)
      """
    return try await answer(to: prompt, most: 600, call: call)
  }

  private func introduction(to itinerary: String, call: Attempt) async throws(ProviderError) -> Narrative {
    let prompt = """
      Write a short, friendly introduction of at most 120 words to the itinerary below. \
      Name no price, time or place that is not in it.

      \(itinerary)
      """
    return try await answer(to: prompt, most: 4000, call: call)
  }

  /// Returns the reply to a prompt. Blank replies and replies of more than `most` characters are malformed.
  private func answer(
    to prompt: String, most: Int, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    let reply = try await model.reply(to: prompt, call: call)
    let isBlank = reply.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    guard !isBlank, reply.unicodeScalars.count <= most else { throw .malformed }
    return .text(reply)
  }
}
