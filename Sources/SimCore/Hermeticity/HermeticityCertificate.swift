/// The account of everything in a run that its seed does not explain. A clean run has zeros.
public struct HermeticityCertificate: Sendable {
  /// Jobs of this world enqueued by threads outside it.
  public var foreignEnqueues = 0
  /// Reads of the host's clock, and sleeps on it, by tasks of this world.
  public var hostClockReads = 0
  /// Draws from the system's randomness by tasks of this world, where they can be seen: in a debug build,
  /// `Int.random(in:)` and its like draw inside the standard library.
  public var unseededDraws = 0
  /// Threads that took part: the one that ran the world, and those that enqueued work.
  public var threads = 1
  /// Tasks that had not finished when the body returned.
  public var leftoverTasks: [ParkedTask] = []
  /// Timers still armed when the body returned.
  public var leftoverTimers = 0

  /// True when the run is a function of its seed and left nothing behind.
  public var isClean: Bool {
    foreignEnqueues == 0 && hostClockReads == 0 && unseededDraws == 0 && threads == 1
      && leftoverTasks.isEmpty && leftoverTimers == 0
  }
}

extension HermeticityCertificate: CustomStringConvertible {
  /// The counts on one line, then a line for each task left over.
  public var description: String {
    var lines = [
      "foreign enqueues \(foreignEnqueues), host-clock reads \(hostClockReads), "
        + "unseeded draws \(unseededDraws), threads \(threads), "
        + "leftover tasks \(leftoverTasks.count), leftover timers \(leftoverTimers)"
    ]
    lines += leftoverTasks.map { "  left over: \($0)" }
    return lines.joined(separator: "\n")
  }
}
