import Configuration
import Foundation
import Primitives

/// An error in reading a stored result.
package enum ResultError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text is not JSON or does not have the form of a result; the reason, with the path of the field.
  case malformed(String)
  /// The result has another version.
  case schema(String)

  package var description: String {
    switch self {
    case .malformed(let problem): problem
    case .schema(let name):
      "schema: \(Text.quoted(name)) is not allowed here; allowed: \(Text.quoted(ResultEnvelope.schemaID))"
    }
  }
}

extension ResultEnvelope {
  /// Returns the result as JSON with sorted keys, an indentation of two blanks and a final line break.
  /// Equal results give equal bytes.
  package func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return Escape.json(String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
    } catch {
      // Only NaN and infinity can fail, and no field can hold one.
      preconditionFailure("a result did not encode: \(error)")
    }
  }

  /// Reads the output of `json()`; unknown fields are ignored.
  package init(json: String) throws(ResultError) {
    struct Header: Decodable { var schema: String }
    do {
      let data = Data(json.utf8)
      let header = try JSONDecoder().decode(Header.self, from: data)
      if header.schema != ResultEnvelope.schemaID { throw ResultError.schema(header.schema) }
      self = try JSONDecoder().decode(ResultEnvelope.self, from: data)
    } catch let error as ResultError {
      throw error
    } catch let error as DecodingError {
      let error = ConfigurationError(error, in: json)
      throw .malformed("\(error.isSyntaxError ? "not JSON: " : "")\(error)")
    } catch {
      throw .malformed("\(error)")
    }
  }
}
