import CJemalloc
import Foundation

/// What a stretch of work took of the machine.
struct Meter {
  private let wall = ContinuousClock.now
  private let cpu = Meter.cpuNanoseconds
  private let bytes = Meter.allocatedBytes

  struct Reading {
    var wallNanoseconds: Int64
    /// Of all threads of the process.
    var cpuNanoseconds: Int64
    /// Allocated by the calling thread; nil when the allocator does not count.
    var allocatedBytes: Int64?
  }

  var reading: Reading {
    let passed = wall.duration(to: .now).components
    return Reading(
      wallNanoseconds: passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000,
      cpuNanoseconds: Meter.cpuNanoseconds - cpu,
      allocatedBytes: Meter.allocatedBytes.flatMap { now in bytes.map { now - $0 } })
  }

  private static var cpuNanoseconds: Int64 { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// Processor time of the calling thread.
  static var threadNanoseconds: Int64 { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) }

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// jemalloc's own count of what this thread has allocated: exact, and free to keep.
  private static var allocatedBytes: Int64? {
    var bytes: UInt64 = 0
    var size = MemoryLayout<UInt64>.size
    return unsafe mallctl("thread.allocated", &bytes, &size, nil, 0) == 0 ? Int64(bytes) : nil
  }

  /// The most memory the process had resident until now.
  static var peakResidentBytes: Int64 {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss) * 1_024
  }

  /// What the process has resident now.
  static var residentBytes: Int64 {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int64(fields[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
