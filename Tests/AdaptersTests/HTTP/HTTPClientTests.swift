import Foundation
import Resilience
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite("HTTP client", .serialized)
struct HTTPClientTests {
  private static let server = try? PythonServer("AdaptersTests/HTTP/loopback_server.py")

  private func url(_ path: String) throws -> URL {
    let server = try #require(Self.server)
    return try #require(URL(string: server.address("/\(path)")))
  }

  @Test("returns a response with its status, headers and body")
  func reply() async throws {
    let client = HTTPClient(timeout: .seconds(30))
    let reply = try await client.send(
      HTTPRequest("POST", url("echo"), body: Data(#"{"messages":[{"content":"grüß dich"}]}"#.utf8)))
    #expect(reply.status == 200)
    #expect(reply.headers["content-type"] == "application/json")
    #expect(String(decoding: reply.body, as: UTF8.self).contains(#"gr\u00fc\u00df dich"#))
    #expect(try await client.send(HTTPRequest("GET", url("503"))).status == 503)
  }

  @Test("keeps no cookies and follows no redirect")
  func strict() async throws {
    let client = HTTPClient(timeout: .seconds(30))
    _ = try await client.send(HTTPRequest("GET", url("echo")))
    let moved = try await client.send(HTTPRequest("GET", url("redirect")))
    #expect(moved.status == 302)
    let seen = try await client.send(HTTPRequest("GET", url("seen")))
    let calls = try #require(try JSONSerialization.jsonObject(with: seen.body) as? [[String: Any]])
    #expect(calls.last?["path"] as? String == "/redirect")
    #expect(calls.allSatisfy { $0["cookie"] is NSNull })
  }

  @Test("fails at the timeout, when the server is silent or slow", arguments: ["slow", "trickle"])
  func timeout(path: String) async throws {
    let client = HTTPClient(timeout: .milliseconds(400))
    // The replies are whole after minutes.
    await #expect(throws: HTTPFailure.timedOut) { try await client.send(HTTPRequest("GET", url(path))) }
  }

  @Test("receives no more than its limit, announced or not", arguments: ["huge", "endless"])
  func limit(path: String) async throws {
    let client = HTTPClient(timeout: .seconds(45), limit: 1 << 20)
    await #expect(throws: HTTPFailure.tooLarge(limit: 1 << 20)) {
      try await client.send(HTTPRequest("GET", url(path)))
    }
  }

  @Test(
    "a connection that breaks or speaks no HTTP is an interruption", arguments: ["cut", "drop", "nonsense"])
  func broken(path: String) async throws {
    let client = HTTPClient(timeout: .seconds(3))
    let url = try url(path)
    do throws(HTTPFailure) {
      let reply = try await client.send(HTTPRequest("GET", url))
      Issue.record("\(reply.status), \(reply.body.count) bytes")
    } catch {
      switch error {
      case .interrupted: break
      case .timedOut, .unreachable, .tooLarge, .cancelled: Issue.record("\(error)")
      }
    }
  }

  /// With kept connections, the client sent a call twice, or was busy until the timeout.
  @Test("a call whose connection breaks after successful ones is sent once, and fails at once")
  func sentOnce() async throws {
    let client = HTTPClient(timeout: .seconds(30))
    for number in 0..<3 {
      _ = try await client.send(HTTPRequest("GET", url("echo")))
      let drop = try url("drop/\(number)")
      let error = await #expect(throws: HTTPFailure.self) {
        try await client.send(HTTPRequest("POST", drop, body: Data("{}".utf8)))
      }
      guard case .interrupted = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      let seen = try await client.send(HTTPRequest("GET", url("seen")))
      let calls = try #require(try JSONSerialization.jsonObject(with: seen.body) as? [[String: Any]])
      #expect(calls.count { $0["path"] as? String == "/drop/\(number)" } == 1)
    }
  }

  @Test("a port without a listener is unreachable")
  func unreachable() async throws {
    let client = HTTPClient(timeout: .seconds(3))
    let closed = try #require(URL(string: "http://127.0.0.1:1/x"))
    do throws(HTTPFailure) {
      _ = try await client.send(HTTPRequest("GET", closed))
      Issue.record("a server listens on port 1")
    } catch {
      guard case .unreachable = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("a server without a valid certificate receives nothing")
  func strangers() async throws {
    let server = try PythonServer("AdaptersTests/HTTP/unsigned_server.py")
    let address = try #require(URL(string: "https://127.0.0.1:\(server.port)/echo"))
    do throws(HTTPFailure) {
      _ = try await HTTPClient(timeout: .seconds(30)).send(
        HTTPRequest("GET", address, headers: [("Authorization", "Bearer key")]))
      Issue.record("an unsigned certificate was accepted")
    } catch {
      guard case .unreachable = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(
    "headers that would inject others are never sent",
    arguments: [("X-Key", "a\r\nX-Other: b"), ("X-Key", "a\n"), ("X-Key", "\0"), ("X:Key", "a"), ("", "a")])
  func headers(name: String, value: String) async throws {
    let client = HTTPClient(timeout: .seconds(30))
    let call = HTTPRequest("GET", try url("echo"), headers: [(name, value)])
    await #expect(throws: HTTPFailure.unreachable("a header that cannot be sent")) {
      try await client.send(call)
    }
  }

  @Test("bodies arrive unchanged: none, empty, with zeros in them, long")
  func bodies() async throws {
    let client = HTTPClient(timeout: .seconds(30))
    let long = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
    for body in [nil, Data(), Data([0, 255, 0]), long] {
      let reply = try await client.send(HTTPRequest("POST", url("mirror"), body: body))
      #expect(reply.status == 200 && reply.body == body ?? Data())
    }
  }

  @Test("cancelling ends a call at once, before or during it")
  func cancellation() async throws {
    let client = HTTPClient(timeout: .seconds(290))
    let url = try url("slow")
    let call = Task {
      await Result { () async throws(HTTPFailure) in try await client.send(HTTPRequest("GET", url)) }
    }
    try await Task.sleep(for: .milliseconds(100))
    call.cancel()
    #expect(await call.value.failure == .cancelled)
    let early = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await Result { () async throws(HTTPFailure) in try await client.send(HTTPRequest("GET", url)) }
    }
    #expect(await early.value.failure == .cancelled)
  }

  @Test("a client's thread ends with it")
  func threadsEnd() async throws {
    let url = try url("echo")
    for _ in 0..<100 { #expect(try await HTTPClient().send(HTTPRequest("GET", url)).status == 200) }
    // Clients of other tests have threads too, and the last ones are still ending.
    var left = Self.threads
    for _ in 0..<100 where left >= 50 {
      try await Task.sleep(for: .milliseconds(100))
      left = Self.threads
    }
    #expect(left < 50)
  }

  /// The number of client threads in this process.
  private static var threads: Int {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return tasks.count {
      (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)) == "HTTPClient\n"
    }
  }

  @Test("a hundred calls at once each get their own reply")
  func concurrent() async throws {
    let client = HTTPClient(timeout: .seconds(60))
    let url = try url("echo")
    let wrong = await withTaskGroup(of: String?.self) { group in
      for index in 0..<100 {
        group.addTask {
          let body = Data(#"{"messages":[{"content":"number \#(index)."}]}"#.utf8)
          do throws(HTTPFailure) {
            let text = String(
              decoding: try await client.send(HTTPRequest("POST", url, body: body)).body, as: UTF8.self)
            return text.contains("number \(index).") ? nil : text
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: [String]()) { if let text = $1 { $0.append(text) } }
    }
    #expect(wrong == [])
  }
}

extension Result {
  fileprivate init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
  }

  fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

@Suite("Addresses and keys")
struct HTTPEndpointTests {
  @Test(
    "an address that would send a secret astray is refused",
    arguments: [
      "", "api.stripe.com", "http://api.stripe.com", "ftp://x", "https://", "https://user:pass@host",
      "https://host?x=1",
      "https://host#x", "http://127.0.0.1.evil.com", "http://localhost.evil.com/", "file:///etc/passwd",
      "https://ho st",
    ])
  func refused(text: String) {
    let error = #expect(throws: HTTPEndpoint.Mistake.self) { try HTTPEndpoint(text) }
    #expect("\(error!)".hasPrefix("the address must "))
  }

  @Test(
    "valid addresses are accepted",
    arguments: [
      "https://api.stripe.com", "https://host/v1", "http://127.0.0.1:8420", "http://localhost/v1",
      "http://[::1]:80/",
    ])
  func accepted(text: String) throws { _ = try HTTPEndpoint(text) }

  @Test("paths and queries are appended")
  func paths() throws {
    let endpoint = try HTTPEndpoint("https://host/v1")
    #expect(endpoint.url("chat/completions").absoluteString == "https://host/v1/chat/completions")
    #expect(
      endpoint.url("a", query: [("expand[]", "b c"), ("x", "1&2")]).absoluteString
        == "https://host/v1/a?expand%5B%5D=b%20c&x=1%262")
  }

  @Test("fields are escaped byte by byte")
  func forms() {
    #expect(FormBody.text([("a b", "ü&=+"), ("n", "\u{1}")]) == "a%20b=%C3%BC%26%3D%2B&n=%01")
  }

  @Test("a key prints only its first letters, and has no spaces")
  func keys() throws {
    let key = try #require(SecretKey("sk_live_51SECRETSECRET"))
    for text in ["\(key)", String(reflecting: key), "\([key])", "\(Optional(key) as Any)"] {
      #expect(!text.contains("SECRET") && text.contains("sk_l"))
    }
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("SECRET"))
    for wrong in ["", "a b", "a\nb", "é", String(repeating: "x", count: 513)] {
      #expect(SecretKey(wrong) == nil)
    }
  }

  @Test(
    "Retry-After is read in seconds or as a date, up to an hour",
    arguments: [
      ("7", Int64(7)), (" 12 ", 12), ("0", 0), ("999999", 3600), ("-1", nil), ("soon", nil), ("1.5", 2),
      ("0.0", 0), ("3599.1", 3600), ("3600.5", 3600), ("99999999999999999999999", 3600), ("1.", 1),
      ("1.5s", nil),
      ("+5", nil), ("0x10", nil), ("1e3", nil), ("", nil), ("1,5", nil),
      ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
      ("Sun Nov  6 08:49:47 1994", 10), ("Sun Nov 16 08:49:47 1994", 3600),
      ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
      ("Fri, 31 Dec 2027 23:59:59 GMT", 3600), ("Monday, 07-Nov-44 08:49:37 GMT", 3600),
      ("Monday, 07-Nov-45 08:49:37 GMT", 0), ("Sun, 31 Feb 1995 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
      ("Sun, 06 Nov 994 08:49:37 GMT", nil), ("6 Nov 1994 08:49:37 GMT", nil),
    ])
  func retryAfter(text: String, seconds: Int64?) {
    let headers = ["retry-after": text, "date": "Sun, 06 Nov 1994 08:49:37 GMT"]
    for status in [429, 503] {
      #expect(HTTPResponse(status: status, headers: headers).retryAfter == seconds.map { .seconds($0) })
    }
  }

  @Test func `Retry-After as a date needs the date of the response`() {
    let date = "Sun, 06 Nov 1994 08:49:47 GMT"
    #expect(HTTPResponse(status: 503, headers: ["retry-after": date]).retryAfter == nil)
    #expect(HTTPResponse(status: 503, headers: ["retry-after": date, "date": "now"]).retryAfter == nil)
  }

  @Test(
    "an address that is refused is not repeated",
    arguments: [
      "https://u:SECRET@h/", "https://h/?key=SECRET", "https://h/#SECRET", "http://h/SECRET", "SECRET",
      "ftp://SECRET/", "https:// SECRET", "https://h:SECRET/",
    ])
  func secrets(address: String) {
    do throws(HTTPEndpoint.Mistake) {
      _ = try HTTPEndpoint(address)
      Issue.record("\(address) was taken")
    } catch {
      #expect(!error.description.contains("SECRET"))
    }
  }
}
