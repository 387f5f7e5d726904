import CZlib

/// Zlib streams (RFC 1950): written as stored blocks, read whole.
///
/// A stored block is valid deflate, so every reader accepts it. It is written here and not by zlib, because
/// zlib does not promise the same compressed bytes in every version, and results are compared byte for byte.
enum ZlibStream {
  private static let mostBytes = 64 << 20

  /// Returns `bytes` as a zlib stream without compression.
  static func store(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let length = min(65_535, bytes.count - start)
      let isLast = start + length == bytes.count
      out.append(isLast ? 1 : 0)
      for word in [UInt16(length), ~UInt16(length)] {
        out.append(UInt8(truncatingIfNeeded: word))
        out.append(UInt8(truncatingIfNeeded: word >> 8))
      }
      out.append(contentsOf: bytes[start..<start + length])
      start += length
    } while start < bytes.count
    var checksum = BigEndianBytes()
    checksum.append(UInt32(unsafe adler32_z(1, bytes, bytes.count)))
    return out + checksum.bytes
  }

  /// Returns the content of the zlib stream at the start of `stream`; nil if it is corrupt, truncated or
  /// holds more than 64 MiB.
  static func inflate(_ stream: [UInt8]) -> [UInt8]? {
    var capacity = min(4 * stream.count + 1024, mostBytes)
    while true {
      var status = Z_OK
      let content = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        var length = uLong(capacity)
        status = unsafe uncompress(buffer.baseAddress, &length, stream, uLong(stream.count))
        count = status == Z_OK ? Int(length) : 0
      }
      if status == Z_OK { return content }
      // The buffer was too small, or the stream is truncated.
      guard status == Z_BUF_ERROR, capacity < mostBytes else { return nil }
      capacity = min(4 * capacity, mostBytes)
    }
  }
}
