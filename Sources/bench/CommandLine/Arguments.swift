import Configuration
import Primitives
import TravelPlanner

/// The words after a command's name, sorted into options and operands.
///
/// Every option and operand that a command reads is noted: `refuseUnused` refuses the others, so that nothing on a
/// command line is ignored in silence.
struct Arguments {
  private let command: any Command.Type
  private var values: [String: [String]] = [:]
  private var words: [String] = []
  private let uses = Uses()

  /// The words that are no options.
  var operands: [String] {
    uses.readsOperands = true
    return words
  }

  /// The options and operands that a command has read. A class, because reading is no change of the arguments.
  private final class Uses {
    var options: Set<String> = []
    var readsOperands = false
  }

  /// Reads `words` by the options of `command`. An unknown option is refused with the nearest existing one.
  init(_ words: [String], for command: any Command.Type) throws(CommandError) {
    self.command = command
    let options = command.options + Option.common
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        self.words += rest
        rest = []
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        self.words.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let option = try Arguments.option(parts[0], of: options)
      if values[option.name] != nil && !option.isRepeatable && option.value != nil {
        throw .usage("--\(option.name) is given twice")
      }
      if let form = option.value {
        let value = parts.count > 1 ? parts[1] : rest.popFirst()
        guard let value, parts.count > 1 || !Arguments.isOption(value, of: options) else {
          let next = value.map { ", but \($0) follows" } ?? ""
          throw .usage("\(parts[0]) needs a value: --\(option.name) \(form)\(next)")
        }
        values[option.name, default: []].append(value)
      } else {
        if parts.count > 1 { throw .usage("--\(option.name) takes no value") }
        values[option.name] = []
      }
    }
    try refuseSecondStandardInput()
  }

  private func refuseSecondStandardInput() throws(CommandError) {
    let files = words + values.values.joined()
    let names = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]
    guard files.count(where: { names.contains($0) }) > 1 else { return }
    throw .usage("standard input can be read only once, and is given twice")
  }

  /// True if a word is an option of the command, so that it is no value of the option before it.
  private static func isOption(_ word: String, of options: [Option]) -> Bool {
    let name = word.prefix { $0 != "=" }
    return options.contains { name == "--\($0.name)" || $0.short.map { name == "-\($0)" } ?? false }
  }

  private static func option(_ word: String, of options: [Option]) throws(CommandError) -> Option {
    let name = String(word.drop { $0 == "-" })
    let found =
      word.hasPrefix("--")
      ? options.first { $0.name == name }
      : options.first { option in option.short.map { "-\($0)" == word } ?? false }
    if let found { return found }
    let names = options.map(\.name)
    if let current = FormerNames.options[name], names.contains(current) {
      throw .usage("--\(name) is now --\(current)")
    }
    let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean --\($0)?" } ?? ""
    throw .usage("unknown option \(CardNumber.removed(from: word))\(hint)")
  }

  func has(_ option: Option) -> Bool {
    uses.options.insert(option.name)
    return values[option.name] != nil
  }

  /// The last value given for the option.
  func text(_ option: Option) -> String? { texts(option).last }

  /// All values given for the option.
  func texts(_ option: Option) -> [String] {
    uses.options.insert(option.name)
    return values[option.name] ?? []
  }

  /// Returns the option's value as `parse` reads it. An error of `parse` is reported with the option's name.
  func value<Value>(
    _ option: Option, default standard: Value, _ parse: (String) throws(ValueError) -> Value
  ) throws(CommandError) -> Value {
    guard let text = text(option) else { return standard }
    return try Arguments.value(of: option, text, parse)
  }

  /// Returns the number that the option gives, within the option's range.
  func count(_ option: Option, default standard: Int) throws(CommandError) -> Int {
    try count(option) ?? standard
  }

  /// Returns the number that the option gives, within the option's range; nil without the option.
  func count(_ option: Option) throws(CommandError) -> Int? {
    try value(option, default: nil) { text throws(ValueError) in
      try ValueParser.count(text, in: Arguments.range(of: option))
    }
  }

  /// Returns the list of numbers that the option gives, each within the option's range.
  func counts(_ option: Option, default standard: [Int]) throws(CommandError) -> [Int] {
    try value(option, default: standard) { text throws(ValueError) in
      try ValueParser.counts(text, in: Arguments.range(of: option))
    }
  }

  private static func range(of option: Option) -> ClosedRange<Int> {
    guard let range = option.range else { preconditionFailure("--\(option.name) has no range") }
    return range
  }

  /// Returns the values of a repeatable option as `parse` reads them.
  func values<Value>(
    _ option: Option, _ parse: (String) throws(ValueError) -> Value
  ) throws(CommandError) -> [Value] {
    var values: [Value] = []
    for text in texts(option) { values.append(try Arguments.value(of: option, text, parse)) }
    return values
  }

  private static func value<Value>(
    of option: Option, _ text: String, _ parse: (String) throws(ValueError) -> Value
  ) throws(CommandError) -> Value {
    do {
      return try parse(text)
    } catch {
      throw .usage("--\(option.name) \(quoted(text)): \(error.message)")
    }
  }

  /// Returns the entry of `choices` that the option names, or `standard` without the option.
  func choice<Value>(
    _ option: Option, _ choices: KeyValuePairs<String, Value>, default standard: Value
  ) throws(CommandError) -> Value {
    try value(option, default: standard) { text throws(ValueError) in
      if let choice = choices.first(where: { $0.key == text }) { return choice.value }
      let names = choices.map(\.key)
      let list = (names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""))
      throw ValueError("must be \(list)\(Suggestion.hint(for: text, among: names))")
    }
  }

  /// Throws a usage error if an option or operand is given that the command has not read. A command calls it when it
  /// has read its settings and before its work, with the options that it reads only afterwards.
  func refuseUnused(exceptLater later: Option...) throws(CommandError) {
    uses.options.formUnion((later + Option.common).map(\.name))
    for option in command.options where values[option.name] != nil && !uses.options.contains(option.name) {
      throw .usage("--\(option.name) has no effect here: leave it out")
    }
    if !uses.readsOperands, let operand = words.first {
      throw .usage("bench \(command.name) takes no operand here, was given \(quoted(operand))")
    }
  }

  /// Throws a usage error if there is an operand.
  func refuseOperands() throws(CommandError) {
    guard let operand = words.first else { return }
    throw .usage("bench \(command.name) takes no operand, was given \(quoted(operand))")
  }

  /// Throws a usage error if one of the options is given; `needed` is the option that must be given with it.
  func refuse(_ options: Option..., without needed: String) throws(CommandError) {
    for option in options where values[option.name] != nil {
      throw .usage("--\(option.name) needs \(needed)")
    }
  }
}

// MARK: The command that computes the same result again

extension Arguments {
  /// The command line that computes the same result again, quoted for a shell.
  ///
  /// It consists of the operands, the given options that change the result, in the order in which the command
  /// declares them, and `ending`, whose options are left out before. `operands` replaces the operands given;
  /// options in `without` are left out.
  func repeatCommand(
    operands: [String]? = nil, without: [Option] = [], ending: [(Option, String)] = []
  ) -> String {
    let operands = operands ?? self.operands
    var options = givenOptions(except: (without + ending.map(\.0)).map(\.name))
    for (option, text) in ending { options += ["--\(option.name)", text] }
    // An operand that begins with a dash would be read as an option.
    let words =
      operands.contains { $0.hasPrefix("-") } ? options + ["--"] + operands : operands + options
    return (["bench", command.name] + words).map(ShellWords.quoted).joined(separator: " ")
  }

  /// The words of the given options that change the result.
  func givenOptions(except names: [String] = []) -> [String] {
    command.options.filter { $0.changesResult && !names.contains($0.name) }.flatMap { option in
      guard let texts = values[option.name] else { return [String]() }
      return option.value == nil ? ["--\(option.name)"] : texts.flatMap { ["--\(option.name)", $0] }
    }
  }
}
