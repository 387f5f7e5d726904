public import Resilience

/// Has a language model write the words that go with an itinerary.
public struct ModelNarrator<Model: LanguageModel>: ItineraryNarrator {
  private let model: Model

  public init(_ model: Model) { self.model = model }

  public func narrative(
    for itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    try await words(for: itinerary.text, call: call)
  }

  public func narrative(
    for tour: TourItinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative {
    try await words(for: tour.text, call: call)
  }

  private func words(for itinerary: String, call: Attempt) async throws(ProviderError) -> Narrative {
    let prompt = """
      Write a short, friendly introduction of at most 120 words to the itinerary below. \
      Name no price, time or place that is not in it.

      \(itinerary)
      """
    let reply = try await model.reply(to: prompt, call: call)
    let isBlank = reply.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    guard !isBlank, reply.unicodeScalars.count <= 4000 else { throw .malformed }
    return .text(reply)
  }
}
