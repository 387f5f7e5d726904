/// The two words of a reference to an executor.
struct ExecutorReference {
  var identity: UInt
  var witness: UInt

  /// The main executor as a job is run on it.
  static let main: ExecutorReference = {
    let executor = unsafe MainActor.sharedUnownedExecutor
    return unsafe unsafeBitCast(executor, to: ExecutorReference.self)
  }()
}
