import Foundation

/// Why a file is not a result.
public enum ResultError: Error, Sendable, Hashable {
  /// Not JSON, or not of this form; what and where.
  case malformed(String)
  /// A result of another version.
  case schema(String)
}

extension ResultEnvelope {
  /// The result as JSON: keys sorted, two blanks of indentation, a line break at the end. Equal results
  /// give equal bytes.
  public func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      // Only NaN and infinity can fail, and no field can hold one.
      preconditionFailure("a result did not encode: \(error)")
    }
  }

  /// The result on one line, for a file of results.
  public func jsonLine() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      preconditionFailure("a result did not encode: \(error)")
    }
  }

  /// Reads what `json()` wrote; fields it does not know are skipped.
  public init(json: String) throws(ResultError) {
    struct Header: Decodable { var schema: String }
    do {
      let data = Data(json.utf8)
      let header = try JSONDecoder().decode(Header.self, from: data)
      if header.schema != ResultEnvelope.schemaID { throw ResultError.schema(header.schema) }
      self = try JSONDecoder().decode(ResultEnvelope.self, from: data)
    } catch let error as ResultError {
      throw error
    } catch let DecodingError.keyNotFound(key, context) {
      throw .malformed("\(ResultEnvelope.path(context.codingPath + [key])) is missing")
    } catch let DecodingError.typeMismatch(type, context) {
      throw .malformed("\(ResultEnvelope.path(context.codingPath)) is not \(type)")
    } catch let DecodingError.valueNotFound(_, context) {
      throw .malformed("\(ResultEnvelope.path(context.codingPath)) is null")
    } catch {
      throw .malformed("not JSON")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      .replacingOccurrences(of: ".[", with: "[")
  }
}
