#if Redis
  internal import CHiredis
  internal import Glibc

  /// A failed command.
  enum RedisFailure: Error, Hashable {
    /// The connection failed; the command may have been executed.
    case lost(String)
    /// The server replied with this error message.
    case refused(String)
  }

  /// A connection to a Redis server.
  @safe  // The context is valid until deinit and never escapes. Not Sendable: one thread at a time.
  final class RedisConnection {
    private let context: UnsafeMutablePointer<redisContext>

    /// The limits for connecting and for a reply, in seconds.
    static let timeoutSeconds = (connect: 2, reply: 5)

    init(_ address: RedisAddress) throws(RedisFailure) {
      let limit = timeval(tv_sec: RedisConnection.timeoutSeconds.connect, tv_usec: 0)
      guard let context = unsafe redisConnectWithTimeout(address.host, Int32(address.port), limit) else {
        throw .lost("out of memory")
      }
      unsafe self.context = context
      guard unsafe context.pointee.err == 0 else { throw .lost(unsafe RedisConnection.message(context)) }
      unsafe redisSetTimeout(context, timeval(tv_sec: RedisConnection.timeoutSeconds.reply, tv_usec: 0))
      if let password = address.password {
        try succeed(["AUTH"] + (address.user.map { [$0] } ?? []) + [password])
      }
      if address.database != 0 { try succeed(["SELECT", "\(address.database)"]) }
    }

    deinit { unsafe redisFree(context) }

    /// False if the server has closed the connection since. Sends nothing.
    var isOpen: Bool {
      guard unsafe context.pointee.err == 0 else { return false }
      var byte: UInt8 = 0
      // Peeks for one byte, without consuming it.
      let count = unsafe recv(context.pointee.fd, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
      return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
    }

    /// Sends a command and waits for its reply; an error reply is thrown.
    func perform(_ words: [[UInt8]]) throws(RedisFailure) -> RedisReply {
      // One buffer for all words, so that all their addresses are valid during the call.
      let bytes = words.flatMap(\.self)
      var lengths = words.map(\.count)
      let reply: UnsafeMutableRawPointer? = unsafe bytes.withUnsafeBytes { buffer in
        var starts: [UnsafePointer<CChar>?] = unsafe []
        var offset = 0
        // An empty array has no address, and nothing is read from it.
        let base = unsafe buffer.baseAddress ?? UnsafeRawPointer(UnsafeMutableRawPointer(context))
        for word in words {
          unsafe starts.append((base + offset).assumingMemoryBound(to: CChar.self))
          offset += word.count
        }
        return unsafe redisCommandArgv(context, Int32(words.count), &starts, &lengths)
      }
      guard let reply = unsafe reply else { throw .lost(unsafe RedisConnection.message(context)) }
      defer { unsafe freeReplyObject(reply) }
      let answer = unsafe RedisReply(UnsafePointer(reply.assumingMemoryBound(to: redisReply.self)))
      if case .error(let message) = answer { throw .refused(message) }
      return answer
    }

    private func succeed(_ words: [String]) throws(RedisFailure) {
      _ = try perform(words.map { Array($0.utf8) })
    }

    private static func message(_ context: UnsafeMutablePointer<redisContext>) -> String {
      // The field is zero-terminated.
      let text = unsafe withUnsafePointer(to: &context.pointee.errstr) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 128) { unsafe String(cString: $0) }
      }
      // The library's message for a reply that does not arrive in time.
      return text == "Resource temporarily unavailable" ? "no answer in \(timeoutSeconds.reply) s" : text
    }
  }
#endif
