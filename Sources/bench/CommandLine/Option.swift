import Foundation

/// An option of a command: its spelling, its value and its line in the help.
struct Option: Sendable {
  /// The name without its dashes, as `seed`.
  var name: String
  var short: Character?
  /// The placeholder of the value, as the `N` of `--seed N`; nil for a flag.
  var value: String?
  var help: String
  /// The numbers that are allowed, of an option whose value is a number or a list of numbers.
  var range: ClosedRange<Int>?
  /// True if it may be given several times.
  var isRepeatable: Bool
  /// True if the result depends on it. The command that a report prints repeats these options and no others.
  var changesResult: Bool

  init(
    _ name: String, _ short: Character? = nil, _ value: String? = nil, _ help: String,
    in range: ClosedRange<Int>? = nil, repeatable: Bool = false, changesResult: Bool = true
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.range = range
    // The range stands before the default.
    let numbers = range.map { ValueParser.text(of: $0) }
    if let numbers, let start = help.firstRange(of: "(default") {
      self.help = help.replacingCharacters(in: start, with: "(\(numbers); default")
    } else {
      self.help = help + (numbers.map { " (\($0))" } ?? "")
    }
    isRepeatable = repeatable
    self.changesResult = changesResult
  }

  /// The form in the help: `-o, --output DIR`.
  var spelling: String {
    (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "")
  }
}

/// Options that several commands take.
extension Option {
  static let seed = Option(
    "seed", nil, "N", "the seed of the run; all randomness derives from it (default 42)")
  static let jobs = Option(
    "jobs", nil, "N", "threads to use (default: all cores)", in: 1...1_024, changesResult: false)
  static let json = Option("json", nil, nil, "only JSON on standard output", changesResult: false)
  static let quiet = Option("quiet", "q", nil, "print only the result", changesResult: false)
  static let noColor = Option("no-color", nil, nil, "no colours (also NO_COLOR)", changesResult: false)
  static let noProgress = Option("no-progress", nil, nil, "no progress bar", changesResult: false)
  static let help = Option("help", "h", nil, "print this help", changesResult: false)

  /// The options of every command.
  static let common = [noColor, noProgress, quiet, help]
}
