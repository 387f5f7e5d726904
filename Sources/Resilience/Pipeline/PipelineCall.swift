/// A call that a pipeline can make: one attempt, and the classification of its result.
///
///     struct Search: PipelineCall {
///       let provider: HotelProvider
///       let query: HotelQuery
///
///       func attempt(_ attempt: Attempt) async throws(ProviderError) -> HotelOffers {
///         try await provider.search(query, until: attempt.deadline)
///       }
///     }
///     let served = try await hotels.call(Search(provider: provider, query: query), request: 42)
///
/// A pipeline is specialised for each type of call, so an attempt costs no closure, allocation or extra
/// frame. Use it for calls that are made often; for others the forms of `Pipeline.call` that take
/// closures are shorter.
public protocol PipelineCall<Value, Failure>: Sendable {
  /// The result of a successful attempt.
  associatedtype Value: Sendable
  /// The error of a failed attempt.
  associatedtype Failure: Error

  /// Makes one attempt.
  func attempt(_ attempt: Attempt) async throws(Failure) -> Value

  /// Classifies a result. An error thrown here leaves it unclassified.
  func judge(_ result: Result<Value, Failure>) throws -> Verdict

  /// Undoes the effect of a value that arrives too late; nil when there is nothing to undo.
  var compensate: (@Sendable (Value) async -> Void)? { get }
}

extension PipelineCall {
  /// Nothing to undo.
  @inlinable public var compensate: (@Sendable (Value) async -> Void)? { nil }
}

extension PipelineCall where Failure: ClassifiedFailure {
  /// Classifies every value as a success; a failure classifies itself.
  @inlinable
  public func judge(_ result: Result<Value, Failure>) -> Verdict {
    switch result {
    case .success: .success
    case .failure(let error): error.verdict
    }
  }
}

/// A call made of closures.
@usableFromInline
struct JudgedCall<Value: Sendable, Failure: Error>: PipelineCall {
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

/// A call made of a closure whose failures classify themselves.
@usableFromInline
struct ClassifiedCall<Value: Sendable, Failure: ClassifiedFailure>: PipelineCall {
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
