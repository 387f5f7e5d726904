import Foundation

/// JSON as this program writes it: keys sorted, so that equal values give equal bytes.
enum JSONText {
  /// Indented by two blanks, a line break at the end.
  static func pretty(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// Reads a file of the program's own making; what is wrong with another names the key.
  static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws(CommandError) -> Value {
    let text = try OutputFolder.read(path)
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw .badInput("\(path): \(problem(error))")
    } catch {
      throw .badInput("\(path): not JSON")
    }
  }

  private static func problem(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(let type, let context): "\(path(context.codingPath)) is not \(type)"
    case .valueNotFound(_, let context): "\(path(context.codingPath)) is null"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "not JSON" : "\(path(context.codingPath)): \(context.debugDescription)"
    @unknown default: "not of this form"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    var text = ""
    for key in keys {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return text.isEmpty ? "the file" : text
  }
}
