import Adapters
import Testing

@Suite("Addresses of Redis servers")
struct RedisAddressTests {
  @Test(
    "have a port, a database and a prefix, said or not",
    arguments: [
      ("redis://localhost", RedisAddress(host: "localhost")),
      ("redis://localhost/", RedisAddress(host: "localhost")),
      ("redis://10.0.0.7:7000", RedisAddress(host: "10.0.0.7", port: 7000)),
      ("redis://h/15", RedisAddress(host: "h", database: 15)),
      ("redis://[::1]:6380/1", RedisAddress(host: "::1", port: 6380, database: 1)),
      ("redis://:secret@h", RedisAddress(host: "h", password: "secret")),
      ("redis://ada:s%40%3A%2fe@h:1", RedisAddress(host: "h", port: 1, user: "ada", password: "s@:/e")),
      ("redis://h?prefix=trips.test-1", RedisAddress(host: "h", prefix: "trips.test-1")),
    ])
  func parsed(text: String, address: RedisAddress) throws {
    #expect(try RedisAddress(parsing: text) == address)
  }

  @Test(
    "are refused with what is allowed",
    arguments: [
      ("", "a Redis address has the form \(form)"),
      ("localhost:6379", "a Redis address has the form \(form)"),
      ("rediss://h", "rediss:// (TLS) is not supported; use \(form)"),
      ("redis://", host),
      ("redis://:6379", host),
      ("redis://h:", "a port is a number from 1 to 65535, was empty"),
      ("redis://h:0", "a port is a number from 1 to 65535, was 0"),
      ("redis://h:65536", "a port is a number from 1 to 65535, was 65536"),
      ("redis://h:+1", "a port is a number from 1 to 65535, was +1"),
      ("redis://h/x", "a database is a number from 0 to 65535, was x"),
      ("redis://ada@h", "the part before @ must be :PASSWORD or USER:PASSWORD"),
      ("redis://a:%G0@h", "a % in user or password must be followed by two hexadecimal digits"),
      ("redis://a:%C3@h", "user or password is not UTF-8"),
      ("redis://[h]", host), ("redis://a b", host), ("redis://[::1%25lo]", host),
      ("redis://[::1", "the [ of the host has no matching ]"),
      ("redis://[::1]6379", "only :PORT may follow the ] of the host"),
      ("redis://h?db=1", "only prefix=NAME may follow the ?"),
      ("redis://h?prefix=a*", "a prefix has 1 to 64 letters, digits, - _ and ."),
    ])
  func refused(text: String, message: String) {
    #expect(throws: RedisAddress.Mistake(description: message)) { _ = try RedisAddress(parsing: text) }
  }

  static let form = "redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME]"

  static let host =
    "a host is a name of letters, digits, - _ and ., an IPv4 address, or an IPv6 address in []"

  @Test func `do not print a password`() throws {
    let address = try RedisAddress(parsing: "redis://ada:opensesame@h:7000/3")
    #expect("\(address)" == "redis://h:7000/3?prefix=shakedown")
  }
}
