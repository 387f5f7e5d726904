package import Primitives
import Resilience
import SimCore
import TravelPlanner

/// The failure rates of a simulated language model; its latency is that of its service.
package struct ModelBehaviour: Hashable, Sendable {
  /// Of all replies, those that are no reply: cut off, wrapped in prose, with keys, types or dates that cannot
  /// be.
  package var malformed: Ratio
  /// Of all replies, those that come `lateBy` later than the service takes.
  package var late: Ratio
  package var lateBy: Duration

  package init(malformed: Ratio = .never, late: Ratio = .never, lateBy: Duration = .seconds(10)) {
    self.malformed = malformed
    self.late = late
    self.lateBy = lateBy
  }
}

/// A language model that understands what the rules do, and answers as one would: in the form it was asked for,
/// unless its behaviour says otherwise. Keyed draws: the same attempt of the same request meets the same.
struct SimulatedModel<Clock: NanosecondClock>: LanguageModel {
  let service: SimulatedService<Clock>
  let behaviour: ModelBehaviour
  let operation: String
  let clock: Clock
  let random: RandomSource

  private static var mood: DrawSite { "model.mood" }

  func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String {
    var draws = random.draw(Self.mood, call.request, UInt64(call.number))
    let isLate = behaviour.late.happens(in: &draws)
    let isMalformed = behaviour.malformed.happens(in: &draws)
    let reply = try await service.answer(call, operation: operation) { ModelReply(text: answer(to: prompt)) }
    if isLate { try await delayReply(call) }
    return isMalformed ? ModelReply.malformed(reply.text, draws.next(below: 7)) : reply.text
  }

  /// A call that is no longer awaited ends at its deadline.
  private func delayReply(_ call: Attempt) async throws(ProviderError) {
    let late = Deadline(behaviour.lateBy, after: clock.nanoseconds).nanoseconds
    let deadline = call.deadline.nanoseconds
    do {
      try await clock.sleep(untilNanoseconds: min(late, deadline))
    } catch {
      throw .unavailable
    }
    if clock.nanoseconds >= deadline { throw .unavailable }
  }

  private func answer(to prompt: String) -> String {
    guard let question = IntentPrompt(parsing: prompt) else {
      if prompt.hasPrefix("Write one or two") { return "Take your time today; everything is close by." }
      return "Have a good trip. Everything is arranged below, day by day, with time to spare."
    }
    switch RememberedReadings.shared.classify(question.request, today: question.today) {
    case .understood(let intent): return IntentReply.text(intent)
    case .refused(let error):
      return "I cannot plan this: \(error.issues.map(\.description).joined(separator: "; "))"
    }
  }
}

/// The reply of a language model.
struct ModelReply: Sendable {
  var text: String

  /// A reply in one of seven ways that a reply can be wrong.
  static func malformed(_ text: String, _ way: UInt64) -> String {
    switch way {
    case 0: String(text.prefix(text.count / 2))
    case 1: "Sure! Here is your answer:\n```json\n\(text)\n```"
    case 2: text.replacingFirst("{", with: "{\"confidence\":0.93,")
    case 3: text.replacingFirst("\"requiresFlights\":", with: "\"requiresFlights\":\"yes\",\"was\":")
    case 4: text.replacingFirst("{", with: "{\"departure\":\"2026-02-30\",")
    case 5: ""
    default: "null"
    }
  }
}

extension ModelReply: Corruptible {
  func keeping(_ share: Ratio) -> ModelReply {
    let count = text.utf8.count
    return ModelReply(
      text: String(text.prefix(Int(saturating: (Double(count) * share.value).rounded(.down)))))
  }

  func corrupted(_ corruption: FaultKind.Corruption) -> ModelReply? { nil }
}

extension String {
  fileprivate func replacingFirst(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return replacingCharacters(in: range, with: other)
  }

  private func firstRange(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }

  private func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
