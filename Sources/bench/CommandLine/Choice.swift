import Configuration
import Primitives
import TravelPlanner

/// Returns the element of `elements` that is called `name`, or throws a usage error that suggests the nearest name.
///
/// The error reads `unknown profile "refrence"; did you mean reference? (there are reference, production)`.
/// `listedBy` is the command that lists the names, where they are too many for one line.
func choice<Element>(
  _ kind: String, named name: String, in elements: [Element], listedBy command: String? = nil,
  _ nameOf: (Element) -> String
) throws(CommandError) -> Element {
  if let element = elements.first(where: { nameOf($0) == name }) { return element }
  throw unknown(kind, name, among: elements.map(nameOf), listedBy: command)
}

/// The usage error for a name that does not exist.
func unknown(
  _ kind: String, _ name: String, among names: [String], listedBy command: String? = nil
) -> CommandError {
  let list = command.map { "\($0) lists them" } ?? "there are \(names.joined(separator: ", "))"
  return .usage("unknown \(kind) \(quoted(name))\(Suggestion.hint(for: name, among: names)) (\(list))")
}

/// `text` in quotes for a message: on one line, at most 60 characters, with payment card numbers removed.
func quoted(_ text: String) -> String {
  let line = Escape.line(CardNumber.removed(from: text))
  return line.count > 60 ? "\"\(line.prefix(57))...\"" : "\"\(line)\""
}
