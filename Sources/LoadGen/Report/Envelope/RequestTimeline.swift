/// One request, step by step.
public struct RequestTimeline: Sendable, Hashable, Codable {
  public struct Span: Sendable, Hashable, Codable {
    public var name: String
    /// From the request's planned start.
    public var startNanoseconds: Int64
    public var endNanoseconds: Int64
    public var isCritical: Bool
    public var failed: Bool

    public init(
      name: String, startNanoseconds: Int64, endNanoseconds: Int64, isCritical: Bool = false,
      failed: Bool = false
    ) {
      self.name = name
      self.startNanoseconds = startNanoseconds
      self.endNanoseconds = endNanoseconds
      self.isCritical = isCritical
      self.failed = failed
    }

    enum CodingKeys: String, CodingKey {
      case name
      case startNanoseconds = "start_ns"
      case endNanoseconds = "end_ns"
      case isCritical = "critical"
      case failed
    }
  }

  public var profile: String
  public var request: Int
  public var searchMode: Comparison.SearchMode
  public var totalNanoseconds: Int64
  /// In order of start.
  public var spans: [Span]

  public init(
    profile: String, request: Int, searchMode: Comparison.SearchMode, totalNanoseconds: Int64, spans: [Span]
  ) {
    self.profile = profile
    self.request = request
    self.searchMode = searchMode
    self.totalNanoseconds = totalNanoseconds
    self.spans = spans
  }

  enum CodingKeys: String, CodingKey {
    case profile, request, searchMode
    case totalNanoseconds = "total_ns"
    case spans
  }

  /// With the spans marked that made the request as long as it was: from the last to end back to the
  /// start, each time the span that ended last before the one at hand began.
  public func markingCriticalPath() -> RequestTimeline {
    var copy = self
    for index in copy.spans.indices { copy.spans[index].isCritical = false }
    var limit = Int64.max
    while let index = copy.spans.indices.filter({
      copy.spans[$0].endNanoseconds <= limit && !copy.spans[$0].isCritical
    }).max(by: { copy.spans[$0].endNanoseconds < copy.spans[$1].endNanoseconds }) {
      copy.spans[index].isCritical = true
      limit = copy.spans[index].startNanoseconds
    }
    return copy
  }
}
