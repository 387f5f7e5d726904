public import Resilience
public import SimCore

/// Production code runs on a world's clock as it is.
extension SimClock: ServiceClock {
  public func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    TimerID(rawValue: schedule(atNanoseconds: deadline, action))
  }

  public func cancel(_ timer: TimerID) { cancel(timer.rawValue) }
}
