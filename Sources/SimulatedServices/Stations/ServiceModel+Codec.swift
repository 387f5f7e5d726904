package import Configuration
import Primitives

extension ServiceModel {
  /// The form of a service in a file. Only `latency` is required; what is as by default is not written.
  package static let codec = FieldCodec<ServiceModel>.object(fields, base: blank)

  private static let blank = ServiceModel(.constant(.zero))

  private static let fields = ObjectCodec<ServiceModel>()
    .required("latency", \.latency, .latency)
    .field(
      "errors", \.errors, .codable(schema: .object(["type": .array([.string("string"), .string("number")])]))
    )
    .optional("servers", \.servers, .integer(1...Int.max))
    .optional("queueLimit", \.queueLimit, .integer(0...Int.max))
    .optional("quota", \.quota, Quota.codec)
    .field("classes", \.classes, .integer(1...Int.max))
    .field("abandonment", \.abandonment, .choice)
    .omittingDefaults(of: blank)
}

extension ServiceModel: Codable {
  /// Reads the form of `codec`.
  package init(from decoder: any Decoder) throws { self = try Self.codec.read(JSONValue(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try Self.codec.write(self).encode(to: encoder) }
}

extension Quota {
  private struct Parts: Sendable {
    var requests = 0
    var window: Int64 = 1
  }

  /// `{requests: 50, window: "1s"}`.
  static let codec = FieldCodec<Parts>.object(
    ObjectCodec<Parts>().required("requests", \.requests, .integer(0...Int.max))
      .required("window", \.window, .time(atLeast: 1)), base: Parts()
  ).map(
    { parts, _ throws(ConfigurationError) in Quota(parts.requests, per: .nanoseconds(parts.window)) },
    { Parts(requests: $0.requests, window: $0.window) })
}
