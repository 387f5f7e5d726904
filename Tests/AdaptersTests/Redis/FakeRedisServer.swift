#if Redis
  import Foundation

  /// A server that answers every request with one text and closes the connection.
  final class FakeRedisServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init(_ answer: String) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      try RedisProcess.bind(descriptor, 0)
      port = try RedisProcess.port(of: descriptor)
      guard listen(descriptor, 4) == 0 else { throw RedisProcess.Failure(description: "cannot listen") }
      let listener = descriptor
      Thread.detachNewThread {
        while true {
          let client = accept(listener, nil, nil)
          if client < 0 { return }
          var request = [UInt8](repeating: 0, count: 1024)
          // Within the array, whose length is passed.
          _ = unsafe recv(client, &request, request.count, 0)
          _ = unsafe send(client, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
          close(client)
        }
      }
    }

    // Ends the thread's wait.
    deinit {
      shutdown(descriptor, Int32(SHUT_RDWR))
      close(descriptor)
    }
  }
#endif
