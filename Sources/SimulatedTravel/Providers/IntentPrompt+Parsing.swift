import Configuration
import Primitives
import TravelPlanner

extension IntentPrompt {
  /// Parses the text of a prompt, as a simulated language model receives it. Returns nil for any other text.
  init?(parsing text: String) {
    guard text.hasPrefix(IntentPrompt.opening) else { return nil }
    let lines = text.split(separator: "\n")
    guard let last = lines.last, last.hasPrefix(IntentPrompt.requestMark), lines.count > 1,
      case let day = lines[lines.count - 2], day.hasPrefix(IntentPrompt.todayMark),
      let today = CalendarDay(String(day.dropFirst(IntentPrompt.todayMark.count))),
      case .string(let request)? = try? IntentReply.parser.parse(
        String(last.dropFirst(IntentPrompt.requestMark.count)))
    else { return nil }
    self.init(request, today: today)
  }
}
