/// What a pipeline calls: one attempt, and what its result means.
///
///     struct Search: GuardedCall {
///       let provider: HotelProvider
///       let query: HotelQuery
///
///       func attempt(_ attempt: Attempt) async throws(ProviderError) -> HotelOffers {
///         try await provider.search(query, until: attempt.deadline)
///       }
///     }
///     let served = try await hotels.call(Search(provider: provider, query: query), request: 42)
///
/// A pipeline is compiled for each type of call, and an attempt becomes part of it, without the frames, the hop and
/// the allocation of a closure: 20,000 of the 267,000 instructions of a planned and booked trip. For calls that
/// are made often; for others the forms of `Pipeline.call` that take closures are shorter.
public protocol GuardedCall<Value, Failure>: Sendable {
  associatedtype Value: Sendable
  associatedtype Failure: Error

  /// Makes one attempt.
  func attempt(_ attempt: Attempt) async throws(Failure) -> Value

  /// What a result means to the policies. An error thrown here leaves it unclassified.
  func judge(_ result: Result<Value, Failure>) throws -> Verdict

  /// Undoes the effect of a value that nobody waits for any more; nil when there is nothing to undo.
  var compensate: (@Sendable (Value) async -> Void)? { get }
}

extension GuardedCall {
  @inlinable public var compensate: (@Sendable (Value) async -> Void)? { nil }
}

extension GuardedCall where Failure: ClassifiedFailure {
  /// A value is a success; a failure says itself what it means.
  @inlinable
  public func judge(_ result: Result<Value, Failure>) -> Verdict {
    switch result {
    case .success: .success
    case .failure(let error): error.verdict
    }
  }
}

/// A call as closures.
@usableFromInline
struct JudgedCall<Value: Sendable, Failure: Error>: GuardedCall {
  @usableFromInline let judge: @Sendable (Result<Value, Failure>) throws -> Verdict
  @usableFromInline let compensate: (@Sendable (Value) async -> Void)?
  @usableFromInline let operation: @Sendable (Attempt) async throws(Failure) -> Value

  @inlinable init(
    judge: @escaping @Sendable (Result<Value, Failure>) throws -> Verdict,
    compensate: (@Sendable (Value) async -> Void)?,
    operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) {
    self.judge = judge
    self.compensate = compensate
    self.operation = operation
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(Failure) -> Value { try await operation(attempt) }

  @inlinable @inline(__always)
  func judge(_ result: Result<Value, Failure>) throws -> Verdict { try judge(result) }
}

/// A call as closures, whose failures say themselves what they mean.
@usableFromInline
struct ClassifiedCall<Value: Sendable, Failure: ClassifiedFailure>: GuardedCall {
  @usableFromInline let compensate: (@Sendable (Value) async -> Void)?
  @usableFromInline let operation: @Sendable (Attempt) async throws(Failure) -> Value

  @inlinable init(
    compensate: (@Sendable (Value) async -> Void)?,
    operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) {
    self.compensate = compensate
    self.operation = operation
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(Failure) -> Value { try await operation(attempt) }
}
