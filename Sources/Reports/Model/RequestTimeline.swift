package import TravelPlanner

/// The steps of one request on a time axis.
package struct RequestTimeline: Sendable, Hashable, Codable {
  /// One step.
  package struct Span: Sendable, Hashable, Codable {
    package var name: String
    /// The start of the step, counted from the request's planned start.
    package var startNanoseconds: Int64
    package var endNanoseconds: Int64
    /// True if the step is on the critical path.
    package var isCritical: Bool
    package var failed: Bool

    package init(
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

  package var profile: String
  package var request: Int
  @CodedByName package var searchMode: SearchMode
  package var totalNanoseconds: Int64
  /// The steps in order of start.
  package var spans: [Span]

  package init(
    profile: String, request: Int, searchMode: SearchMode, totalNanoseconds: Int64, spans: [Span]
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

  /// Returns a copy with the critical path marked: from the last span back to the start, each time the
  /// span that ended last before the current one began.
  package func markingCriticalPath() -> RequestTimeline {
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
