import Configuration
import Foundation
import Primitives

/// JSON as the program writes and reads it.
enum JSONText {
  /// Returns JSON with sorted keys, indented by two blanks, with a final line break. Equal values give equal bytes.
  static func pretty(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Escape.json(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }

  /// Returns JSON with sorted keys on one line.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Escape.json(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Reads a file that this program wrote; an error names the key that does not fit.
  static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws(CommandError) -> Value {
    let text = try InputFile.read(path)
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw .badInput(path, ConfigurationError(error, in: text))
    } catch let error as ConfigurationError {
      throw .badInput(path, error)
    } catch {
      throw .badInput("\(path): \(error)")
    }
  }
}
