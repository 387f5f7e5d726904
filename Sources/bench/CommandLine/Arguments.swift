import Configuration
import Primitives
import TravelPlanner

/// The words after a command's name, sorted into options and operands.
struct Arguments {
  private let command: any Command.Type
  private var values: [String: [String]] = [:]
  private(set) var operands: [String] = []

  /// Reads `words` by the options of `command`. An unknown option is refused with the nearest existing one.
  init(_ words: [String], for command: any Command.Type) throws(CommandError) {
    self.command = command
    let options = command.options + Option.common
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let option = try Arguments.option(parts[0], of: options)
      if values[option.name] != nil && !option.isRepeatable && option.value != nil {
        throw .usage("--\(option.name) is given twice")
      }
      if let form = option.value {
        guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
          throw .usage("\(word) needs a value: --\(option.name) \(form)")
        }
        values[option.name, default: []].append(value)
      } else {
        if parts.count > 1 { throw .usage("--\(option.name) takes no value") }
        values[option.name] = []
      }
    }
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

  func has(_ option: Option) -> Bool { values[option.name] != nil }

  /// The last value given for the option.
  func text(_ option: Option) -> String? { values[option.name]?.last }

  /// All values given for the option.
  func texts(_ option: Option) -> [String] { values[option.name] ?? [] }

  /// Returns the option's value as `parse` reads it. An error of `parse` is reported with the option's name.
  func value<Value>(
    _ option: Option, default standard: Value, _ parse: (String) throws(ValueError) -> Value
  ) throws(CommandError) -> Value {
    guard let text = text(option) else { return standard }
    return try Arguments.value(of: option, text, parse)
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

  /// Throws a usage error if there is an operand.
  func refuseOperands() throws(CommandError) {
    guard let operand = operands.first else { return }
    throw .usage("bench \(command.name) takes no operand, was given \(quoted(operand))")
  }

  /// Throws a usage error if one of the options is given; `needed` is the option that must be given with it.
  func refuse(_ options: Option..., without needed: String) throws(CommandError) {
    for option in options where has(option) { throw .usage("--\(option.name) needs \(needed)") }
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
