import Synchronization
import Testing

/// Returns the comments and errors of the issues that `body` records, which do not count for the current test.
public func issues(of body: @Sendable () async -> Void) async throws -> [String] {
  let collected = Mutex<[String]>([])
  let test = try #require(Test.current, "only a test can collect issues")
  let trait: IssueHandlingTrait = .compactMapIssues { issue in
    let comments = issue.comments.map(\.rawValue).joined(separator: "\n")
    let error = issue.error.map { "\($0)\n" } ?? ""
    collected.withLock { $0.append(error + comments) }
    return nil
  }
  try await trait.provideScope(for: test, testCase: Test.Case.current, performing: body)
  return collected.withLock(\.self)
}
