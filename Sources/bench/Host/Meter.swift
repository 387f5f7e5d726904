import CJemalloc
import Foundation
import Primitives

/// Measures the resources of a piece of work, from the meter's creation to a reading.
struct Meter {
  private let wall = ContinuousClock.now
  private let cpu = Meter.cpuNanoseconds
  private let bytes = Meter.allocatedBytes

  struct Reading {
    var wallNanoseconds: Int64
    /// The processor time of all threads of the process.
    var cpuNanoseconds: Int64
    /// The bytes allocated by the calling thread; nil when the allocator does not count them.
    var allocatedBytes: Int64?
  }

  var reading: Reading {
    Reading(
      wallNanoseconds: wall.duration(to: .now).wholeNanoseconds,
      cpuNanoseconds: Meter.cpuNanoseconds - cpu,
      allocatedBytes: Meter.allocatedBytes.flatMap { now in bytes.map { now - $0 } })
  }

  private static var cpuNanoseconds: Int64 { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// The processor time of the calling thread.
  static var threadNanoseconds: Int64 { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) }

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// jemalloc's counter of the bytes that this thread has allocated: exact, and kept without extra cost.
  private static var allocatedBytes: Int64? {
    var bytes: UInt64 = 0
    var size = MemoryLayout<UInt64>.size
    return unsafe mallctl("thread.allocated", &bytes, &size, nil, 0) == 0 ? Int64(bytes) : nil
  }

  /// The peak resident memory of the process.
  static var peakResidentBytes: Int64 {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss) * 1_024
  }

  /// The resident memory of the process now.
  static var residentBytes: Int64 {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int64(fields[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
