/// An immutable value on the heap. Copying it costs one retain, whatever its size.
@usableFromInline
final class Indirect<Value: Hashable & Sendable>: Hashable, Sendable {
  @usableFromInline let value: Value

  @usableFromInline
  init(_ value: Value) { self.value = value }

  @usableFromInline
  static func == (left: Indirect, right: Indirect) -> Bool { left === right || left.value == right.value }

  @usableFromInline
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Indirect {
  /// Returns a box with a changed copy of the value.
  func changed(_ change: (inout Value) -> Void) -> Indirect {
    var value = value
    change(&value)
    return Indirect(value)
  }
}
