/// An observer that ignores every event.
@frozen
@usableFromInline
package struct NoObserver: Sendable {
  @inlinable package init() {}
}
