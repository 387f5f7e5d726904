internal import Foundation
internal import Primitives
internal import TravelPlanner

/// The format of a record's file: one JSON document that starts with the checksum of the rest.
///
///     {"crc64":"8c6b1d2a90e4f7a1","format":"shakedown session","version":1,"revision":3,
///      "expires":"2026-01-14T01:00:00Z","open":false,"record":{…}}
///
/// (in one line, with a line feed at the end). The checksum covers every byte behind its closing quote, so a file that
/// was truncated or edited does not match, even if it is valid JSON.
enum RecordFileFormat {
  /// The version that this program writes and reads.
  static let version = 1

  /// The reason why a file's content cannot be decoded.
  enum Failure: Error {
    case corrupt(String)
    /// The file is whole, and of a later version: no reason to quarantine it.
    case newer(version: Int)
  }

  static func encode(_ record: StoredRecord, _ kind: RecordKind) -> [UInt8] {
    let expires = record.expires.map { "\"\($0)\"" } ?? "null"
    var rest = Array(
      ",\"format\":\"shakedown \(kind.name)\",\"version\":\(version),\"revision\":\(record.revision),\"expires\":\(expires),\"open\":\(record.isOpen)"
        .utf8)
    rest.append(contentsOf: recordKey)
    rest.append(contentsOf: record.body)
    rest.append(contentsOf: end)
    return start + Array(Checksum(of: rest).text.utf8) + [quote] + rest
  }

  static func decode(_ bytes: [UInt8], _ kind: RecordKind) throws(Failure) -> StoredRecord {
    guard !bytes.isEmpty else { throw .corrupt("it is empty") }
    let restStart = start.count + 17
    guard bytes.count > restStart, bytes.starts(with: start), bytes[restStart - 1] == quote else {
      throw .corrupt("it is not one of this program's files")
    }
    var checksum = Checksum()
    checksum.add(bytes[restStart...])
    guard Array(checksum.text.utf8) == Array(bytes[start.count..<(restStart - 1)]) else {
      throw .corrupt("its checksum does not match: it was cut off or changed")
    }
    // The file is as it was written; the header says by which program and version.
    guard let header = header(bytes, from: restStart), header.format == "shakedown \(kind.name)" else {
      throw .corrupt("it is not a \(kind.name)")
    }
    guard header.version == version else { throw .newer(version: header.version) }
    guard let details = header.details, bytes.suffix(end.count).elementsEqual(end) else {
      throw .corrupt("its header makes no sense")
    }
    let bodyStart = header.length + recordKey.count
    return StoredRecord(
      revision: details.revision, expires: details.expires, isOpen: details.open,
      body: Array(bytes[bodyStart..<(bytes.count - end.count)]))
  }

  private struct Header {
    var format: String
    var version: Int
    var details: Details?
    /// The offset of the key `record`.
    var length: Int
  }

  private struct Identification: Decodable {
    var format: String
    var version: Int
  }

  private struct Details: Decodable {
    var revision: UInt32
    var expires: Timestamp?
    var open: Bool
  }

  private static func header(_ bytes: [UInt8], from start: Int) -> Header? {
    var index = start
    // No value before the key contains a quote, so the first match is the key.
    while index + recordKey.count <= bytes.count {
      if bytes[index] == recordKey[0] && bytes[index..<(index + recordKey.count)].elementsEqual(recordKey) {
        let text = Data([brace] + bytes[(start + 1)..<index] + [closingBrace])
        guard let identification = try? JSONDecoder().decode(Identification.self, from: text) else {
          return nil
        }
        return Header(
          format: identification.format, version: identification.version,
          details: try? JSONDecoder().decode(Details.self, from: text), length: index)
      }
      index += 1
    }
    return nil
  }

  private static let start = Array("{\"crc64\":\"".utf8)
  private static let recordKey = Array(",\"record\":".utf8)
  private static let end = Array("}\n".utf8)
  private static let quote = UInt8(ascii: "\"")
  private static let brace = UInt8(ascii: "{")
  private static let closingBrace = UInt8(ascii: "}")
}
