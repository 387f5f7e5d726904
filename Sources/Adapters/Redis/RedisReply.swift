#if Redis
  internal import CHiredis

  /// What a server answered.
  enum RedisReply: Hashable, Sendable {
    case null
    case integer(Int64)
    /// A value, or a short word as `OK`.
    case text([UInt8])
    case list([RedisReply])
    case error(String)

    /// A copy; `reply` stays the caller's.
    init(_ reply: UnsafePointer<redisReply>) {
      // The library fills the fields that belong to the type, and no others.
      switch unsafe reply.pointee.type {
      case REDIS_REPLY_INTEGER: self = .integer(unsafe reply.pointee.integer)
      case REDIS_REPLY_STRING, REDIS_REPLY_STATUS: self = .text(unsafe RedisReply.bytes(reply))
      case REDIS_REPLY_ERROR: self = .error(String(decoding: unsafe RedisReply.bytes(reply), as: UTF8.self))
      case REDIS_REPLY_ARRAY:
        self = .list(
          (0..<(unsafe reply.pointee.elements)).map { index in
            // There are as many as it says, none of them null.
            unsafe RedisReply(UnsafePointer(reply.pointee.element[index]!))
          })
      default: self = .null
      }
    }

    private static func bytes(_ reply: UnsafePointer<redisReply>) -> [UInt8] {
      unsafe [UInt8](UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len))
    }

    /// A value as text.
    var string: String? {
      if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
  }
#endif
