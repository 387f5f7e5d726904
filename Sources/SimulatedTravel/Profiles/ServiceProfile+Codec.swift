package import Configuration
import SimulatedServices

extension ServiceProfile {
  /// The form of a profile in a file: the name of one that comes with Shakedown, or an object with the name of
  /// its `base` and the services that differ from it.
  package static let codec: FieldCodec<ServiceProfile> = {
    let names = ServiceProfile.named.map(\.name)
    let object = FieldCodec<ServiceProfile>.object(fields, base: .production)
    guard case .object(var schema) = object.schema, var properties = schema["properties"]?.object else {
      preconditionFailure("an object is described by one")
    }
    let byName = JSONValue.object(["enum": .array(names.map { .string($0) })])
    properties["base"] = byName
    schema["properties"] = .object(properties)
    return FieldCodec(
      schema: .object(["anyOf": .array([.object(schema), byName])]),
      read: { value, path throws(ConfigurationError) in
        if value.string != nil { return try named(value, at: path, or: "an object") }
        guard case .object(var members) = value else {
          throw FieldCodec<ServiceProfile>.refused(value, at: path, oneOf: names, or: "an object")
        }
        var profile = ServiceProfile.production
        if let base = members.removeValue(forKey: "base") {
          profile = try named(base, at: path.isEmpty ? "base" : "\(path).base")
        }
        try fields.read(.object(members), at: path, into: &profile)
        return profile
      },
      write: { profile in
        ServiceProfile.named.contains(profile) ? .string(profile.name) : fields.write(profile)
      })
  }()

  private static func named(
    _ name: JSONValue, at path: String, or other: String? = nil
  ) throws(ConfigurationError) -> ServiceProfile {
    guard let profile = ServiceProfile.named.first(where: { $0.name == name.string }) else {
      throw FieldCodec<ServiceProfile>.refused(
        name, at: path, oneOf: ServiceProfile.named.map(\.name), or: other)
    }
    return profile
  }

  private static let fields = ObjectCodec<ServiceProfile>()
    .field("name", \.name, .line)
    .field("intent", \.intent, ServiceModel.codec)
    .field("flights", \.flights, ServiceModel.codec)
    .field("hotels", \.hotels, ServiceModel.codec)
    .field("weather", \.weather, ServiceModel.codec)
    .field("activities", \.activities, ServiceModel.codec)
    .field("itinerary", \.itinerary, ServiceModel.codec)
    .field("pay", \.pay, ServiceModel.codec)
    .field("book", \.book, ServiceModel.codec)
    .optional("pools", \.pools, PoolLimits.codec)
}

extension PoolLimits {
  static let codec = FieldCodec<PoolLimits>.object(
    ObjectCodec<PoolLimits>().required("total", \.total, .integer(1...Int.max))
      .required("perHost", \.perHost, .integer(1...Int.max)), base: PoolLimits(total: 1, perHost: 1))
}

extension PoolLimits: Codable {
  package init(from decoder: any Decoder) throws { self = try Self.codec.read(JSONValue(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try Self.codec.write(self).encode(to: encoder) }
}
