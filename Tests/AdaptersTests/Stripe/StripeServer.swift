import Foundation
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

/// A localstripe server on loopback that can inject faults.
struct StripeServer {
  private static let shared = Result { try PythonServer("AdaptersTests/Stripe/stripe_server.py") }
  let server: PythonServer
  let client = HTTPClient(timeout: .seconds(30))

  /// Resets the account: one server is shared by all tests.
  init() async throws {
    server = try Self.shared.get()
    try await post("_config/_test/reset", "{}")
  }

  func gateway(key: String = "sk_test_12345", timeout: Duration = .seconds(30)) throws -> StripeGateway<
    HTTPClient
  > {
    StripeGateway(
      key: try #require(SecretKey(key)), endpoint: try HTTPEndpoint(server.address()),
      client: HTTPClient(timeout: timeout))
  }

  /// A fault in the next calls.
  enum Fault: String { case none, before, after, lost, late, throttle, garbage }

  /// Injects a fault into the next calls.
  func next(_ fault: Fault, times: Int = 1) async throws {
    try await post("_config/_test/trouble", #"{"kind":"\#(fault.rawValue)","times":\#(times)}"#)
  }

  /// Forgets all idempotency keys, as Stripe does after a day.
  func forgetKeys() async throws { try await post("_config/_test/forget-keys", "{}") }

  struct Call {
    var method: String
    var path: String
    var key: String?
    var authorization: String?
    var body: String
  }

  func calls() async throws -> [Call] {
    let reply = try await client.send(
      HTTPRequest("GET", try HTTPEndpoint(server.address()).url("_config/_test/calls")))
    let rows = try #require(try JSONSerialization.jsonObject(with: reply.body) as? [[Any]])
    return rows.map { row in
      Call(
        method: row[0] as? String ?? "", path: row[1] as? String ?? "", key: row[2] as? String,
        authorization: row[3] as? String, body: row[4] as? String ?? "")
    }
  }

  /// The amounts charged and refunded according to the server.
  func ledger() async throws -> (charged: Int64, refunded: Int64, refunds: Int) {
    func list(_ path: String) async throws -> [[String: Any]] {
      let reply = try await client.send(
        HTTPRequest(
          "GET", try HTTPEndpoint(server.address()).url(path),
          headers: [("Authorization", "Bearer sk_test_12345")]))
      let object = try JSONSerialization.jsonObject(with: reply.body) as? [String: Any]
      return try #require(object?["data"] as? [[String: Any]])
    }
    let charges = try await list("v1/charges").filter { $0["status"] as? String == "succeeded" }
    let refunds = try await list("v1/refunds")
    func sum(_ rows: [[String: Any]]) -> Int64 { rows.reduce(0) { $0 + Int64($1["amount"] as? Int ?? 0) } }
    return (sum(charges), sum(refunds), refunds.count)
  }

  private func post(_ path: String, _ body: String) async throws {
    let reply = try await client.send(
      HTTPRequest(
        "POST", try HTTPEndpoint(server.address()).url(path), headers: [("Content-Type", "application/json")],
        body: Data(body.utf8)))
    #expect(reply.status == 200)
  }
}
