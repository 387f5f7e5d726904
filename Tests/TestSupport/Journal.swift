import Synchronization

/// Lines that tasks append, in the order in which that happens.
public final class Journal: Sendable {
  private let written = Mutex<[String]>([])

  public init() {}

  public func write(_ line: String) { written.withLock { $0.append(line) } }
  public func write(_ number: Int) { write(String(number)) }

  public var lines: [String] { written.withLock(\.self) }
  public var text: String { lines.joined(separator: " ") }
}
