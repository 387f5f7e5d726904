package import Foundation
package import TravelPlanner

/// Coding of trip documents as JSON with sorted keys, two spaces of indentation and a final line feed. Equal records have
/// equal bytes.
package enum TripRecordJSON {
  package static func data(of record: TripRecord) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(record)
    data.append(UInt8(ascii: "\n"))
    return data
  }

  /// Decodes a record. Throws `DecodingError` for anything else.
  package static func record(in data: Data) throws -> TripRecord {
    let record = try JSONDecoder().decode(TripRecord.self, from: data)
    // The version names a kind, which must be that of the entity.
    guard type(of: record.entity).kind == record.kind else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "\(record.version) is no version of this record"))
    }
    return record
  }
}
