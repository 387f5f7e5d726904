/// A value on the heap that never changes: to copy it is one reference, however large it is.
@usableFromInline
final class Box<Value: Hashable & Sendable>: Hashable, Sendable {
  @usableFromInline let value: Value

  init(_ value: Value) { self.value = value }

  @usableFromInline
  static func == (left: Box, right: Box) -> Bool { left === right || left.value == right.value }

  @usableFromInline
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Box {
  /// A box with a changed value.
  func changed(_ change: (inout Value) -> Void) -> Box {
    var value = value
    change(&value)
    return Box(value)
  }
}
