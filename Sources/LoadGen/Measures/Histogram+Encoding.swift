import Foundation

/// An error in reading an encoded histogram.
public enum HistogramFormatError: Error, Hashable, Sendable {
  /// The bytes end too early.
  case truncated
  /// The first four bytes name neither the plain nor the compressed V2 form.
  case unknownCookie(UInt32)
  /// The text is not base64.
  case notBase64
  /// The compressed part is not a valid zlib stream.
  case corruptStream
  /// The range or the number of digits is not supported.
  case badShape(lowest: Int64, highest: Int64, digits: Int32)
  /// A count is outside of the shape, or the sum of the counts exceeds 64 bits.
  case badCount
  /// The writer shifted the indices by this offset; only offset 0 is supported.
  case shifted(Int32)
}

extension Histogram {
  /// The V2 form of the HdrHistogram family: a header, then the counts as ZigZag LEB128, with each run of
  /// zeros as one negative number.
  public var encoded: [UInt8] {
    var payload = BigEndianBytes()
    var index = 0
    let end = count == 0 ? 0 : shape.index(of: maxRecorded) + 1
    while index < end {
      if counts[index] != 0 {
        payload.appendZigZag(counts[index])
        index += 1
        continue
      }
      let start = index
      while index < end, counts[index] == 0 { index += 1 }
      // A single zero is written as itself: -1 would cost the same byte.
      payload.appendZigZag(index - start == 1 ? 0 : Int64(start - index))
    }
    var bytes = BigEndianBytes()
    bytes.append(Histogram.cookie)
    bytes.append(UInt32(payload.bytes.count))
    bytes.append(UInt32(0))
    bytes.append(UInt32(shape.digits))
    bytes.append(UInt64(shape.lowest))
    bytes.append(UInt64(shape.highest))
    bytes.append((1.0).bitPattern)
    return bytes.bytes + payload.bytes
  }

  /// The compressed form as base64, as in `.hlog` lines and JSON. Equal counts give equal text.
  public var base64: String {
    let packed = ZlibStream.store(encoded)
    var bytes = BigEndianBytes()
    bytes.append(Histogram.compressedCookie)
    bytes.append(UInt32(packed.count))
    return Data(bytes.bytes + packed).base64EncodedString()
  }

  /// Reads base64 of the plain or the compressed form, from any writer of the family.
  public init(base64: String) throws(HistogramFormatError) {
    guard let bytes = Data(base64Encoded: base64) else { throw .notBase64 }
    try self.init(encoded: Array(bytes))
  }

  /// Reads the plain or the compressed form.
  ///
  /// The form does not hold the exact extremes: `minRecorded` and `maxRecorded` come back as the ends of
  /// their buckets.
  public init(encoded bytes: [UInt8]) throws(HistogramFormatError) {
    var reader = BigEndianReader(bytes[...])
    let cookie: UInt32 = try reader.read()
    switch cookie {
    case Histogram.compressedCookie:
      let length: UInt32 = try reader.read()
      let packed = try reader.take(Int(length))
      guard let plain = ZlibStream.inflate(Array(packed)) else { throw .corruptStream }
      try self.init(encoded: plain)
    case Histogram.cookie: try self.init(payload: &reader)
    default: throw .unknownCookie(cookie)
    }
  }

  private init(payload reader: inout BigEndianReader) throws(HistogramFormatError) {
    let length: UInt32 = try reader.read()
    let offset: UInt32 = try reader.read()
    if offset != 0 { throw .shifted(Int32(bitPattern: offset)) }
    let digits: UInt32 = try reader.read()
    let lowestBits: UInt64 = try reader.read()
    let highestBits: UInt64 = try reader.read()
    let _: UInt64 = try reader.read()
    let lowest = Int64(bitPattern: lowestBits)
    let highest = Int64(bitPattern: highestBits)
    guard (1...5).contains(digits), lowest >= 1, lowest < 1 << 44, highest / 2 >= lowest else {
      throw .badShape(lowest: lowest, highest: highest, digits: Int32(truncatingIfNeeded: digits))
    }
    self.init(HistogramShape(lowest: lowest, highest: highest, digits: Int(digits)))
    var body = BigEndianReader(try reader.take(Int(length)))
    var index = 0
    while !body.isAtEnd {
      let entry = try body.readZigZag()
      if entry < 0 {
        guard entry >= -Int64(shape.countsLength) else { throw .badCount }
        index += Int(-entry)
      } else {
        guard index < shape.countsLength else { throw .badCount }
        if entry > 0 {
          guard shape.highest(at: index) >= 0, entry <= .max - count else { throw .badCount }
          record(min(shape.lowest(at: index), shape.highest), times: entry)
        }
        index += 1
      }
    }
    if count > 0 { widenMax() }
  }

  private static let cookie: UInt32 = 0x1C84_9303 | 0x10
  private static let compressedCookie: UInt32 = 0x1C84_9304 | 0x10
}

/// Encodes as base64 text (`base64`); the exact extremes are lost, see `init(encoded:)`.
extension Histogram: Codable {
  /// Reads base64 text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(HistogramFormatError) {
      try self.init(base64: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a histogram: \(error)")
    }
  }

  /// Writes base64 text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(base64)
  }
}

/// A buffer of integers, most significant byte first.
struct BigEndianBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    var shift = value.bitWidth - 8
    while shift >= 0 {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      shift -= 8
    }
  }

  /// Appends seven bits a byte, least significant first; the ninth byte carries eight.
  mutating func appendZigZag(_ value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    for _ in 0..<8 {
      if rest < 0x80 {
        bytes.append(UInt8(rest))
        return
      }
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// A reader of integers, most significant byte first.
struct BigEndianReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ count: Int) throws(HistogramFormatError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw .truncated }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func read<Value: FixedWidthInteger & UnsignedInteger>() throws(HistogramFormatError) -> Value {
    try take(Value.bitWidth / 8).reduce(0) { $0 << 8 | Value($1) }
  }

  mutating func readZigZag() throws(HistogramFormatError) -> Int64 {
    var value: UInt64 = 0
    for position in 0..<9 {
      guard let byte = rest.popFirst() else { throw .truncated }
      if position == 8 {
        value |= UInt64(byte) << 56
        break
      }
      value |= UInt64(byte & 0x7F) << UInt64(7 * position)
      if byte < 0x80 { break }
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
