package import LoadGen
import Primitives
package import Reports
import Synchronization
package import TravelPlanner

/// When each step of one request began and ended, in nanoseconds from its planned start.
package struct RequestSteps: Sendable {
  package struct Step: Sendable {
    package let name: String
    package let start: Int64
    package let end: Int64
    package let failed: Bool
    package var duration: Int64 { end - start }
  }

  package let request: Int
  /// The intent, then the searches that ran.
  package let steps: [Step]

  init(_ request: Int, _ state: SessionState, epoch: Timestamp, planned: Int64) {
    self.request = request
    let origin = epoch.nanosecondsSince1970 + planned
    let created = state.createdAt.nanosecondsSince1970 - origin
    let searches = SearchKind.allCases.compactMap { kind -> Step? in
      let record = state.searches[kind]
      guard let start = record.startedAt, let end = record.completedAt else { return nil }
      return Step(
        name: "\(kind)", start: start.nanosecondsSince1970 - origin, end: end.nanosecondsSince1970 - origin,
        failed: record.status == .failed)
    }
    // The searches begin when the intent is known.
    let understood = searches.map(\.start).min() ?? created
    steps = [Step(name: "intent", start: created, end: understood, failed: false)] + searches
  }

  /// The total time of the steps and the length of their longest chain: the least time that a search done
  /// wholly at once could reach.
  package var shape: WorkShape {
    .sequence([
      .step(steps[0].name, nanoseconds: steps[0].duration),
      .parallel(steps.dropFirst().map { .step($0.name, nanoseconds: $0.duration) }),
    ])
  }

  /// The steps as a picture's bars.
  package func timeline(profile: String, searchMode: SearchMode, total: Int64) -> RequestTimeline {
    RequestTimeline(
      profile: profile, request: request, searchMode: searchMode, totalNanoseconds: total,
      spans: steps.map {
        RequestTimeline.Span(
          name: $0.name, startNanoseconds: $0.start, endNanoseconds: $0.end, failed: $0.failed)
      }.sorted { ($0.startNanoseconds, $0.name) < ($1.startNanoseconds, $1.name) }
    ).markingCriticalPath()
  }
}

/// Collects the steps of requests in the order they end.
final class StepJournal: Sendable {
  private let kept = Mutex<[RequestSteps]>([])

  func add(_ steps: RequestSteps) { kept.withLock { $0.append(steps) } }

  /// By request.
  var steps: [RequestSteps] { kept.withLock { $0.sorted { $0.request < $1.request } } }
}
