import Primitives

extension RandomNumberGenerator {
  /// Returns the bytes with one of them replaced, inserted or removed, or cut off at some point.
  mutating func corrupted(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let index = Int(next(below: UInt64(bytes.count)))
    switch next(below: 4) {
    case 0: bytes[index] = UInt8(next(below: 256))
    case 1: bytes.removeSubrange(index...)
    case 2: bytes.insert(UInt8(next(below: 256)), at: index)
    default: bytes.remove(at: index)
    }
    return bytes
  }
}
