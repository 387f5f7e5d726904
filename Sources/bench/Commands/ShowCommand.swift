import Foundation
import Scenarios

/// One named thing as data.
enum ShowCommand: Command {
  static let name = "show"
  static let summary = "a profile as JSON"
  static let operands = "NAME"
  static let discussion = """
    Prints what a name stands for, as JSON.

    examples:
      bench show production
    """
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let names = ServiceProfile.named.map(\.name)
    guard let name = arguments.operands.first, arguments.operands.count == 1 else {
      throw CommandError.usage("bench show takes one name (there are \(names.joined(separator: ", ")))")
    }
    guard let profile = ServiceProfile.named.first(where: { $0.name == name }) else {
      let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
      throw CommandError.usage(
        "nothing is named \(quoted(name))\(hint) (there are \(names.joined(separator: ", ")))")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    console.out(String(decoding: try encoder.encode(profile), as: UTF8.self) + "\n")
    return .pass
  }
}
