import TravelPlanner

/// One option of a command: how it is written and what it says in the help.
struct Option {
  /// Without the dashes: `seed`.
  var name: String
  var short: Character?
  /// What stands behind it, as in `--seed N`; nil for a flag.
  var value: String?
  var help: String
  var isRepeatable = false

  init(
    _ name: String, _ short: Character? = nil, _ value: String? = nil, _ help: String,
    repeatable: Bool = false
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.help = help
    isRepeatable = repeatable
  }

  /// `-o, --output DIR`.
  var spelling: String {
    (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "")
  }
}

extension Option {
  // What most commands take.
  static let seed = Option("seed", nil, "N", "names the run; everything random follows (default 42)")
  static let jobs = Option("jobs", nil, "N", "threads to use (default: all cores)")
  static let json = Option("json", nil, nil, "only JSON on standard output")
  static let quiet = Option("quiet", "q", nil, "print the result and nothing else")
  static let noColor = Option("no-color", nil, nil, "no colours (NO_COLOR works too)")
  static let noProgress = Option("no-progress", nil, nil, "no progress bar")
  static let help = Option("help", "h", nil, "show this help")

  static let common = [noColor, noProgress, quiet, help]
}

/// The words behind a command, sorted into options and operands.
struct Arguments {
  private var values: [String: [String]] = [:]
  private(set) var operands: [String] = []

  /// Reads `words` as `options` allow. A word that looks like an option and is none is refused, with the
  /// nearest one that exists.
  init(_ words: [String], options: [Option]) throws(CommandError) {
    var index = 0
    var onlyOperands = false
    while index < words.count {
      let word = words[index]
      index += 1
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        operands.append(word)
        continue
      }
      if word == "--" {
        onlyOperands = true
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let option = try Arguments.find(parts[0], in: options)
      if values[option.name] != nil && !option.isRepeatable && option.value != nil {
        throw .usage("--\(option.name) is given twice")
      }
      guard let form = option.value else {
        if parts.count > 1 { throw .usage("--\(option.name) takes no value") }
        values[option.name, default: []].append("")
        continue
      }
      if parts.count > 1 {
        values[option.name, default: []].append(parts[1])
      } else {
        guard index < words.count else { throw .usage("\(word) needs a value: --\(option.name) \(form)") }
        values[option.name, default: []].append(words[index])
        index += 1
      }
    }
  }

  private static func find(_ word: String, in options: [Option]) throws(CommandError) -> Option {
    let name = String(word.drop { $0 == "-" })
    let found =
      word.hasPrefix("--")
      ? options.first { $0.name == name }
      : options.first { option in option.short.map { "-\($0)" == word } ?? false }
    if let found { return found }
    let hint = nearest(to: name, among: options.map(\.name)).map { "; did you mean --\($0)?" } ?? ""
    throw .usage("unknown option \(CardNumber.removed(from: word))\(hint)")
  }

  func has(_ option: Option) -> Bool { values[option.name] != nil }

  func text(_ option: Option) -> String? { values[option.name]?.last }

  func texts(_ option: Option) -> [String] { values[option.name] ?? [] }

  /// The option's value read by `parse`, whose error text names what is allowed.
  func value<Value>(
    _ option: Option, default standard: Value, _ parse: (String) throws(ValueError) -> Value
  ) throws(CommandError) -> Value {
    guard let text = text(option) else { return standard }
    do {
      return try parse(text)
    } catch {
      throw .usage("--\(option.name) \(quoted(text)): \(error.message)")
    }
  }
}

/// The name nearest to a mistyped one, when it is near enough to be meant.
func nearest(to name: String, among names: [String]) -> String? {
  let scored = names.map { (name: $0, distance: editDistance(name, $0)) }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, min(name.count, best.name.count) / 3) ? best.name : nil
}

/// Levenshtein's distance, with a swap of neighbours counted as one edit.
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased())
  let b = Array(b.lowercased())
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in stride(from: 1, through: a.count, by: 1) {
    for j in stride(from: 1, through: b.count, by: 1) {
      let change = a[i - 1] == b[j - 1] ? 0 : 1
      rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
      if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
        rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
      }
    }
  }
  return rows[a.count][b.count]
}

/// `text` in quotes, on one line, shortened when it is long, without the numbers of payment cards.
func quoted(_ text: String) -> String {
  let line = CardNumber.removed(from: text).map { $0.isNewline ? " " : String($0) }.joined()
  return line.count > 60 ? "\"\(line.prefix(57))...\"" : "\"\(line)\""
}
