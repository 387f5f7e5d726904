import CSimRuntime

/// The hooks that report each use of the host's clock and randomness to the thread's world.
enum HostAccessHooks {
  /// Installs the hooks, once in a process.
  static func install() {
    unsafe sim_install_host_watch(
      { world, isCalendar, answer in
        let kernel = unsafe world.assumingMemoryBound(to: Kernel.self)
        guard let time = unsafe kernel.pointee.world.hostClockRead(isCalendar: isCalendar) else {
          return false
        }
        unsafe answer.pointee = time
        return true
      },
      { world, bytes, count in
        let kernel = unsafe world.assumingMemoryBound(to: Kernel.self)
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: count)
        return unsafe kernel.pointee.world.systemRandomRead(into: buffer)
      })
  }
}
