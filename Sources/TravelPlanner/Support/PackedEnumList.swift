/// A list of cases of a small enumeration, in 24 bytes. Used instead of an array, which would be copied after each save of
/// a session.
struct PackedEnumList<Element: RawRepresentable<UInt8> & Hashable & Sendable>: Hashable, Sendable {
  /// The latest elements, five bits each, the first in the lowest bits.
  private var latest: UInt64 = 0
  private var count: UInt8 = 0
  /// The elements before them, a multiple of `room`; nil as long as `latest` suffices, as for most lists.
  private var earlier: [Element]?

  private static var bits: UInt64 { 5 }
  private static var room: UInt8 { 12 }

  init() {}

  init(_ elements: [Element]) {
    for element in elements { append(element) }
  }

  mutating func append(_ element: Element) {
    if count == Self.room {
      earlier = elements
      latest = 0
      count = 0
    }
    latest |= UInt64(element.rawValue) << (UInt64(count) * Self.bits)
    count += 1
  }

  var elements: [Element] {
    var elements = earlier ?? []
    elements.reserveCapacity(elements.count + Int(count))
    for place in 0..<UInt64(count) { elements.append(self[place]) }
    return elements
  }

  var last: Element? { count == 0 ? nil : self[UInt64(count) - 1] }

  private subscript(place: UInt64) -> Element {
    Element(rawValue: UInt8(truncatingIfNeeded: latest >> (place * Self.bits)) & 0b11111)!
  }
}
