/// Why bytes are not a zlib stream.
public enum DeflateError: Error, Hashable, Sendable {
  case truncated
  case badHeader
  case badBlock
  case badCode
  case badDistance
  case badChecksum
}

/// Zlib streams (RFC 1950, 1951): written as stored blocks, read whole.
///
/// A stored block is valid deflate, so no compressor is needed to write what every reader accepts;
/// reading must cope with what other writers compressed.
enum Deflate {
  /// `bytes` wrapped as a zlib stream without compression.
  static func store(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let length = min(65_535, bytes.count - start)
      let last = start + length == bytes.count
      out.append(last ? 1 : 0)
      for word in [UInt16(length), ~UInt16(length)] {
        out.append(UInt8(truncatingIfNeeded: word))
        out.append(UInt8(truncatingIfNeeded: word >> 8))
      }
      out.append(contentsOf: bytes[start..<start + length])
      start += length
    } while start < bytes.count
    var tail = BigEndianBytes()
    tail.append(adler32(bytes))
    return out + tail.bytes
  }

  /// The bytes that a zlib stream holds; refuses more than 64 MiB.
  static func inflateZlib(_ bytes: ArraySlice<UInt8>) throws(DeflateError) -> [UInt8] {
    let bytes = Array(bytes)
    guard bytes.count >= 6 else { throw .truncated }
    guard bytes[0] & 0x0F == 8, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0, bytes[1] & 0x20 == 0
    else { throw .badHeader }
    var inflater = Inflater(bytes, from: 2)
    let out = try inflater.run()
    let tail = inflater.byteOffset
    guard tail + 4 <= bytes.count else { throw .truncated }
    let expected = bytes[tail..<tail + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard expected == adler32(out) else { throw .badChecksum }
    return out
  }

  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}

/// Reads the blocks of a deflate stream, bit by bit.
private struct Inflater {
  private let bytes: [UInt8]
  private var bit: Int
  private var out: [UInt8] = []
  private static let most = 64 << 20

  init(_ bytes: [UInt8], from offset: Int) {
    self.bytes = bytes
    bit = offset * 8
  }

  var byteOffset: Int { (bit + 7) / 8 }

  mutating func run() throws(DeflateError) -> [UInt8] {
    var last = false
    while !last {
      last = try bits(1) == 1
      switch try bits(2) {
      case 0: try copyStored()
      case 1: try expand(Inflater.fixedLengths, Inflater.fixedDistances)
      case 2:
        let (lengths, distances) = try readCodes()
        try expand(lengths, distances)
      default: throw .badBlock
      }
    }
    return out
  }

  private mutating func bits(_ count: Int) throws(DeflateError) -> Int {
    var value = 0
    for position in 0..<count {
      guard bit >> 3 < bytes.count else { throw .truncated }
      value |= Int(bytes[bit >> 3] >> UInt8(bit & 7) & 1) << position
      bit += 1
    }
    return value
  }

  private mutating func copyStored() throws(DeflateError) {
    bit = byteOffset * 8
    let length = try bits(16)
    guard try bits(16) == length ^ 0xFFFF else { throw .badBlock }
    let start = byteOffset
    guard start + length <= bytes.count else { throw .truncated }
    guard out.count + length <= Inflater.most else { throw .badBlock }
    out.append(contentsOf: bytes[start..<start + length])
    bit += length * 8
  }

  private mutating func expand(_ lengths: PrefixCode, _ distances: PrefixCode) throws(DeflateError) {
    while true {
      let symbol = try decode(lengths)
      if symbol < 256 {
        out.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        guard symbol < 286 else { throw .badCode }
        let length = Inflater.lengthBase[symbol - 257] + (try bits(Inflater.lengthExtra(symbol - 257)))
        let code = try decode(distances)
        guard code < 30 else { throw .badDistance }
        let extra = max(0, code / 2 - 1)
        let base = code < 4 ? code + 1 : ((2 + code % 2) << extra) + 1
        let distance = base + (try bits(extra))
        guard distance <= out.count else { throw .badDistance }
        for _ in 0..<length { out.append(out[out.count - distance]) }
      }
      guard out.count <= Inflater.most else { throw .badBlock }
    }
  }

  private mutating func decode(_ code: PrefixCode) throws(DeflateError) -> Int {
    var value = 0
    var first = 0
    var index = 0
    for length in 1...15 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .badCode
  }

  private mutating func readCodes() throws(DeflateError) -> (PrefixCode, PrefixCode) {
    let literals = try bits(5) + 257
    let distances = try bits(5) + 1
    let helpers = try bits(4) + 4
    var helperLengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for k in 0..<helpers { helperLengths[order[k]] = try bits(3) }
    let helper = PrefixCode(helperLengths)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      switch try decode(helper) {
      case 16:
        guard let previous = lengths.last else { throw .badCode }
        lengths.append(contentsOf: repeatElement(previous, count: try bits(2) + 3))
      case 17: lengths.append(contentsOf: repeatElement(0, count: try bits(3) + 3))
      case 18: lengths.append(contentsOf: repeatElement(0, count: try bits(7) + 11))
      case let length: lengths.append(length)
      }
    }
    guard lengths.count == literals + distances else { throw .badCode }
    return (PrefixCode(Array(lengths[..<literals])), PrefixCode(Array(lengths[literals...])))
  }

  private static let lengthBase = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
    195, 227, 258,
  ]
  private static func lengthExtra(_ code: Int) -> Int { code < 8 || code == 28 ? 0 : code / 4 - 1 }
  private static let fixedLengths = PrefixCode(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = PrefixCode([Int](repeating: 5, count: 30))
}

/// A canonical prefix code, by the lengths of its words.
private struct PrefixCode {
  /// How many words have each length.
  var counts = [Int](repeating: 0, count: 16)
  /// Symbols by length, then value.
  var symbols: [Int]

  init(_ lengths: [Int]) {
    for length in lengths { counts[length] += 1 }
    counts[0] = 0
    symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
  }
}
