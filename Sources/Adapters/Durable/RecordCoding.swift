internal import Foundation
internal import TravelPlanner

/// Coding of values as JSON with sorted keys, so that equal values have equal bytes.
enum RecordCoding {
  /// The reason why a body cannot be decoded.
  struct Failure: Error {
    var reason: String
  }

  /// Encodes a value. Fails only for values that JSON cannot express, such as a number that is not finite.
  static func body(_ value: some Encodable) throws(StoreError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw .unavailable(reason: "cannot write \(type(of: value)) as JSON: \(error)")
    }
  }

  static func value<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws(Failure) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch let error as DecodingError {
      throw Failure(reason: text(error))
    } catch {
      throw Failure(reason: "\(error)")
    }
  }

  /// One line that names the path of the wrong field and the problem.
  private static func text(_ error: DecodingError) -> String {
    func at(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      return path.isEmpty
        ? context.debugDescription : "\(path.joined(separator: ".")): \(context.debugDescription)"
    }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return at(context)
    case .keyNotFound(let key, let context): return at(context) + " (\(key.stringValue))"
    @unknown default: return "\(error)"
    }
  }
}
