import Resilience
import Testing

/// Each boundary by itself; the property test compares whole traces with a list.
@Suite("Cache table")
struct CacheTableTests {
  /// Fresh for 10 ns, then stale for 8; failures for 4.
  private static let policy = CachePolicy(
    timeToLive: .nanoseconds(10), capacity: 2, staleIfError: .nanoseconds(8), negative: .nanoseconds(4))

  private func kept() -> CacheTable<String, Int> {
    var table = CacheTable<String, Int>(Self.policy)
    table.store(7, for: "key", at: 100)
    return table
  }

  @Test("a value is fresh until, and not at, exactly its time to live", arguments: [9, 10, 11])
  func fresh(age: Int64) {
    var table = kept()
    switch table.find("key", at: 100 + age) {
    case .fresh(let value):
      #expect(value == 7)
      #expect(age < 10)
    case .missing: #expect(age >= 10)
    case .failed: Issue.record("a value was taken for a failure")
    }
  }

  @Test(
    "a value past its time is kept until, and not at, the end of its stale time", arguments: [17, 18, 19])
  func forgotten(age: Int64) {
    var table = kept()
    guard case .missing = table.find("key", at: 100 + age) else {
      Issue.record("fresh at \(age)")
      return
    }
    #expect(table.count == (age < 18 ? 1 : 0))
  }

  @Test("a value is served stale until, and not at, the end of its stale time", arguments: [10, 17, 18, 19])
  func stale(age: Int64) {
    let found = kept().staleValue("key", at: 100 + age)
    #expect(found?.value == (age < 18 ? 7 : nil))
    #expect(found?.age == (age < 18 ? age : nil))
  }

  @Test("a failure is cached until, and not at, exactly its time", arguments: [3, 4, 5])
  func negative(age: Int64) {
    var table = CacheTable<String, Int>(Self.policy)
    table.storeFailure(for: "key", at: 100)
    switch table.find("key", at: 100 + age) {
    case .failed: #expect(age < 4)
    case .missing: #expect(age >= 4)
    case .fresh: Issue.record("a failure was taken for a value")
    }
    #expect(table.count == (age < 4 ? 1 : 0))
  }

  @Test("a failure does not replace a value that may yet be served stale", arguments: [17, 18])
  func failureBesideStale(age: Int64) {
    var table = kept()
    table.storeFailure(for: "key", at: 100 + age)
    #expect((table.staleValue("key", at: 100 + age) != nil) == (age < 18))
    switch table.find("key", at: 100 + age) {
    case .failed: #expect(age >= 18)
    case .missing: #expect(age < 18)
    case .fresh: Issue.record("fresh at \(age)")
    }
  }
}
