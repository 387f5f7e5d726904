package import Foundation
package import TravelPlanner

/// Records as JSON: sorted keys, two spaces, a newline at the end. The same record gives the same bytes.
package enum RecordJSON {
  package static func data(of record: TripRecord) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(record)
    data.append(UInt8(ascii: "\n"))
    return data
  }

  /// Throws `DecodingError` for anything that is no record.
  package static func record(in data: Data) throws -> TripRecord {
    let record = try JSONDecoder().decode(TripRecord.self, from: data)
    // A version names its kind, and an entity is of one kind.
    guard type(of: record.entity).kind == record.kind else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "\(record.version) is no version of this record"))
    }
    return record
  }
}
