import Primitives

/// The address of a Redis server, with the prefix of the keys to use there.
///
///     redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME]
///
/// The defaults are port 6379, database 0 and prefix `shakedown`. A password is never printed.
package struct RedisAddress: Hashable, Sendable {
  package var host: String
  package var port: UInt16
  package var user: String?
  package var password: String?
  /// 0…65,535; a server has 16 databases by default.
  package var database: UInt16
  /// The first part of all keys: 1…64 letters, digits, `-`, `_` and `.`.
  package var prefix: String

  package init(
    host: String, port: UInt16 = 6379, user: String? = nil, password: String? = nil, database: UInt16 = 0,
    prefix: String = "shakedown"
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.database = database
    self.prefix = prefix
  }
}

extension RedisAddress {
  /// The problem with an address, and the form that is allowed.
  package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(description: String) { self.description = description }
  }

  static let form = "redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME]"

  /// Reads an address of the form above; user and password may be percent-encoded.
  package init(parsing text: String) throws(Mistake) {
    if text.hasPrefix("rediss://") {
      throw Mistake(description: "rediss:// (TLS) is not supported; use \(RedisAddress.form)")
    }
    guard text.hasPrefix("redis://") else {
      throw Mistake(description: "a Redis address has the form \(RedisAddress.form)")
    }
    var rest = text.dropFirst("redis://".count)
    var prefix = "shakedown"
    if let mark = rest.firstIndex(of: "?") {
      prefix = try RedisAddress.prefix(in: rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    var database: UInt16 = 0
    if let slash = rest.lastIndex(of: "/"), !rest[slash...].contains("@") {
      let digits = rest[rest.index(after: slash)...]
      if !digits.isEmpty {
        database = try RedisAddress.number(digits, "a database is a number from 0 to 65535")
      }
      rest = rest[..<slash]
    }
    var user: String?
    var password: String?
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      // Without a colon it would be a user without a password, which no server accepts.
      guard parts.count == 2, !parts[1].isEmpty else {
        throw Mistake(description: "the part before @ must be :PASSWORD or USER:PASSWORD")
      }
      user = parts[0].isEmpty ? nil : try RedisAddress.decoded(parts[0])
      password = try RedisAddress.decoded(parts[1])
      rest = rest[rest.index(after: at)...]
    }
    let (host, port) = try RedisAddress.hostAndPort(rest)
    self.init(
      host: host, port: port, user: user, password: password, database: database, prefix: prefix)
  }

  private static func hostAndPort(_ text: Substring) throws(Mistake) -> (String, UInt16) {
    var host = text
    var port: Substring?
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else {
        throw Mistake(description: "the [ of the host has no matching ]")
      }
      host = text[text.index(after: text.startIndex)..<end]
      let behind = text[text.index(after: end)...]
      guard behind.isEmpty || behind.hasPrefix(":") else {
        throw Mistake(description: "only :PORT may follow the ] of the host")
      }
      if !behind.isEmpty { port = behind.dropFirst() }
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      port = text[text.index(after: colon)...]
    }
    let isBracketed = text.hasPrefix("[")
    let isAllowed = host.utf8.allSatisfy { isBracketed ? isOfNumber($0) : isOfName($0) }
    guard !host.isEmpty, isAllowed, isBracketed == host.contains(":") else {
      throw Mistake(
        description:
          "a host is a name of letters, digits, - _ and ., an IPv4 address, or an IPv6 address in []"
      )
    }
    guard let port else { return (String(host), 6379) }
    let allowed = "a port is a number from 1 to 65535"
    let number = try number(port, allowed)
    guard number > 0 else { throw Mistake(description: "\(allowed), was 0") }
    return (String(host), number)
  }

  private static func prefix(in query: Substring) throws(Mistake) -> String {
    let parts = query.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "prefix" else {
      throw Mistake(description: "only prefix=NAME may follow the ?")
    }
    let name = parts[1]
    let isAllowed = name.utf8.allSatisfy { isOfName($0) }
    guard isAllowed, (1...64).contains(name.utf8.count) else {
      throw Mistake(description: "a prefix has 1 to 64 letters, digits, - _ and .")
    }
    return String(name)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// True for a character of an IP address, as in `fe80::1.2.3.4`; the system interprets the address.
  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func number(_ digits: Substring, _ allowed: String) throws(Mistake) -> UInt16 {
    guard digits.utf8.allSatisfy(\.isASCIIDigit), let number = UInt16(digits) else {
      throw Mistake(description: "\(allowed), was \(digits.isEmpty ? "empty" : String(digits))")
    }
    return number
  }

  /// Decodes percent-encoded text.
  private static func decoded(_ text: Substring) throws(Mistake) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else {
        throw Mistake(description: "a % in user or password must be followed by two hexadecimal digits")
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw Mistake(description: "user or password is not UTF-8")
    }
    return decoded
  }
}

extension RedisAddress: CustomStringConvertible {
  /// The address without user and password, for messages.
  package var description: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return "redis://\(host):\(port)/\(database)?prefix=\(prefix)"
  }
}
