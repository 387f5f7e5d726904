#if Redis
  import Adapters
  import Foundation
  import Synchronization
  import TestSupport

  /// A real server on loopback, without files. It ends with the value, and after ten minutes in any case.
  final class RedisProcess: Sendable {
    let port: UInt16
    private let options: [String]
    private let folder = TemporaryFolder(inMemory: true)
    private let process = Mutex<Process?>(nil)

    init(_ options: [String] = []) throws {
      port = try RedisProcess.freePort()
      self.options = options
      try start()
    }

    deinit { stop() }

    func start() throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments =
        ["timeout", "--kill-after=5", "600", "redis-server", "--port", "\(port)", "--bind", "127.0.0.1"]
        + ["--save", "", "--appendonly", "no", "--dir", folder.path, "--databases", "4"] + options
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let identifier = process.processIdentifier
      RedisProcess.running.withLock { _ = $0.insert(identifier) }
      self.process.withLock { $0 = process }
      for _ in 0..<500 {
        if (try? RedisProcess.connect(port)) == true { return }
        usleep(10_000)
      }
      throw Failure(description: "redis-server does not answer on port \(port); is it installed?")
    }

    func stop() {
      process.withLock { process in
        guard let running = process else { return }
        let identifier = running.processIdentifier
        RedisProcess.end(identifier)
        while running.isRunning { usleep(1000) }
        // The server is a child of that process, and may go a moment later.
        for _ in 0..<5000 where (try? RedisProcess.connect(port)) == true { usleep(1000) }
        RedisProcess.running.withLock { _ = $0.remove(identifier) }
        process = nil
      }
    }

    func address(database: UInt16 = 0, password: String? = nil) -> RedisAddress {
      RedisAddress(host: "127.0.0.1", port: port, password: password, database: database)
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    /// The servers to stop when the tests end.
    private static let running = {
      atexit { RedisProcess.stopAll() }
      return Mutex<Set<Int32>>([])
    }()

    private static func stopAll() { running.withLock { for process in $0 { end(process) } } }

    /// Ends `timeout` and the server, which are a group. Not with SIGTERM: a child inherits what the thread that
    /// started it has blocked.
    private static func end(_ process: Int32) { _ = kill(-process, SIGKILL) }

    // MARK: Ports

    /// A port without a listener at this moment.
    private static func freePort() throws -> UInt16 {
      try withSocket { descriptor in
        try bind(descriptor, 0)
        return try port(of: descriptor)
      }
    }

    static func port(of descriptor: Int32) throws -> UInt16 {
      var address = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      // Fills the struct, whose size is passed.
      let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe getsockname(descriptor, $0, &length)
        }
      }
      guard result == 0 else { throw Failure(description: "a socket has no address") }
      return UInt16(bigEndian: address.sin_port)
    }

    private static func connect(_ port: UInt16) throws -> Bool {
      try withSocket { descriptor in
        unsafe try loopback(port) { unsafe Glibc.connect(descriptor, $0, $1) } == 0
      }
    }

    /// Binds to loopback; port 0 is any.
    static func bind(_ descriptor: Int32, _ port: UInt16) throws {
      guard unsafe try loopback(port, { unsafe Glibc.bind(descriptor, $0, $1) }) == 0 else {
        throw Failure(description: "cannot bind to port \(port)")
      }
    }

    private static func loopback(
      _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }

    private static func withSocket<Result>(_ body: (Int32) throws -> Result) throws -> Result {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard descriptor >= 0 else { throw Failure(description: "no socket") }
      defer { close(descriptor) }
      return try body(descriptor)
    }
  }

  /// The server that most tests share, each with its own prefix.
  enum SharedRedisServer {
    private static let shared = Result { try RedisProcess() }
    private static let count = Atomic(0)

    static func address() throws -> RedisAddress {
      var address = try shared.get().address()
      address.prefix = "test-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
      return address
    }
  }
#endif
