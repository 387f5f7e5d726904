/// What made the result.
public struct Tool: Sendable, Hashable, Codable {
  public var name: String
  public var version: String
  /// Nil in results that must not change with every commit.
  public var commit: String?
  public var build: String?

  public init(name: String = "bench", version: String, commit: String? = nil, build: String? = nil) {
    self.name = name
    self.version = version
    self.commit = commit
    self.build = build
  }
}
