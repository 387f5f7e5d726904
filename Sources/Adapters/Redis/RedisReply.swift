#if Redis
  internal import CHiredis

  /// The reply of a server.
  enum RedisReply: Hashable, Sendable {
    case null
    case integer(Int64)
    /// A value, or a status such as `OK`.
    case text([UInt8])
    case list([RedisReply])
    case error(String)

    /// Copies a reply, which the caller still owns.
    init(_ reply: UnsafePointer<redisReply>) {
      // The library fills only the fields that belong to the type.
      switch unsafe reply.pointee.type {
      case REDIS_REPLY_INTEGER: self = .integer(unsafe reply.pointee.integer)
      case REDIS_REPLY_STRING, REDIS_REPLY_STATUS: self = .text(unsafe RedisReply.bytes(reply))
      case REDIS_REPLY_ERROR: self = .error(String(decoding: unsafe RedisReply.bytes(reply), as: UTF8.self))
      case REDIS_REPLY_ARRAY:
        self = .list(
          (0..<(unsafe reply.pointee.elements)).map { index in
            // There are `elements` of them, none null.
            unsafe RedisReply(UnsafePointer(reply.pointee.element[index]!))
          })
      default: self = .null
      }
    }

    private static func bytes(_ reply: UnsafePointer<redisReply>) -> [UInt8] {
      unsafe [UInt8](UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len))
    }

    /// The value as text; nil if the reply is not `text`.
    var string: String? {
      if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
  }
#endif
