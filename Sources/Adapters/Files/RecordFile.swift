internal import Foundation
internal import TravelPlanner

/// How a record is written as a file: one JSON document that starts with the checksum of the rest.
///
///     {"crc64":"8c6b1d2a90e4f7a1","format":"shakedown session","version":1,"revision":3,
///      "expires":"2026-01-14T01:00:00Z","open":false,"record":{…}}
///
/// (in one line, with a line feed at the end). The checksum covers every byte behind its closing quote: a file
/// that lost its tail, or whose text was put right by hand, does not match, even when it is valid JSON.
enum RecordFile {
  /// What this program writes and reads.
  static let version = 1

  /// What is wrong with a file's content.
  enum Failure: Error {
    case damaged(String)
    /// Whole, and of a later version: nothing to set aside.
    case newer(version: Int)
  }

  static func bytes(_ record: KeptRecord, _ kind: RecordKind) -> [UInt8] {
    let expires = record.expires.map { "\"\($0)\"" } ?? "null"
    var rest = Array(
      ",\"format\":\"shakedown \(kind.name)\",\"version\":\(version),\"revision\":\(record.revision),\"expires\":\(expires),\"open\":\(record.isOpen)"
        .utf8)
    rest.append(contentsOf: recordKey)
    rest.append(contentsOf: record.body)
    rest.append(contentsOf: end)
    return start + Array(Checksum(of: rest).text.utf8) + [quote] + rest
  }

  static func record(_ bytes: [UInt8], _ kind: RecordKind) throws(Failure) -> KeptRecord {
    guard !bytes.isEmpty else { throw .damaged("it is empty") }
    let restStart = start.count + 17
    guard bytes.count > restStart, bytes.starts(with: start), bytes[restStart - 1] == quote else {
      throw .damaged("it is not one of this program's files")
    }
    var checksum = Checksum()
    checksum.add(bytes[restStart...])
    guard Array(checksum.text.utf8) == Array(bytes[start.count..<(restStart - 1)]) else {
      throw .damaged("its checksum does not match: it was cut off or changed")
    }
    // Written whole by such a program; what follows tells which one.
    guard let header = header(bytes, from: restStart), header.format == "shakedown \(kind.name)" else {
      throw .damaged("it is not a \(kind.name)")
    }
    guard header.version == version else { throw .newer(version: header.version) }
    guard let details = header.details, bytes.suffix(end.count).elementsEqual(end) else {
      throw .damaged("its header makes no sense")
    }
    let bodyStart = header.length + recordKey.count
    return KeptRecord(
      revision: details.revision, expires: details.expires, isOpen: details.open,
      body: Array(bytes[bodyStart..<(bytes.count - end.count)]))
  }

  private struct Header {
    var format: String
    var version: Int
    var details: Details?
    /// Where the record's key begins.
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
    // The values before it are numbers, times and names without quotes in them.
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
