import Synchronization

/// A number that tasks count up.
public final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  public init() {}

  public var value: Int { count.load(ordering: .sequentiallyConsistent) }
  @discardableResult public func next() -> Int {
    count.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
  }
}
