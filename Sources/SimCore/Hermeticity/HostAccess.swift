/// The treatment of code in a world that uses the host's clock or the system's randomness.
public enum HostAccess: String, Sendable, Codable, CaseIterable {
  /// The run ends with an error that names the task and the remedy.
  case refused
  /// `ContinuousClock`, `SuspendingClock`, `Date` and `Task.sleep` follow the world's time, and the system's
  /// randomness draws from the world's seed. Code that was not written for simulation runs as it is.
  case virtual
  /// Reads are answered by the host and counted in the certificate. The run may differ the next time.
  case admitted
}

/// The treatment of tasks that a thread outside the world resumes.
public enum ForeignWorkPolicy: Sendable, Hashable {
  /// The run ends with an error that names the task. A world with nothing left to do waits this long, in
  /// milliseconds of the host's time, before it calls that a deadlock.
  case refused(graceMilliseconds: Int64 = 50)
  /// The work is taken in, in the order it arrives; a world with nothing else to do waits for it this long,
  /// in milliseconds of the host's time. The run may differ the next time.
  case admitted(waitMilliseconds: Int64 = 10_000)
}
