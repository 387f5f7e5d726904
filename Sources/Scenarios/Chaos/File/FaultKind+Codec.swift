import Configuration
import Primitives
import Resilience
import SimCore

// The form of a fault in a file: the name of its kind, or an object with the name as `kind` and the other members.

private struct Time: Sendable {
  var value = Duration.zero

  static func fields(_ key: String, _ codec: FieldCodec<Duration> = .time()) -> ObjectCodec<Time> {
    ObjectCodec<Time>().field(key, \.value, codec)
  }
}

private struct Number: Sendable {
  var value: Int64
  static func fields(_ key: String, _ range: ClosedRange<Int64>) -> ObjectCodec<Number> {
    ObjectCodec<Number>().field(key, \.value, .integer(range))
  }
}

private struct Factor: Sendable {
  var parts: Int64 = 1
  var whole: Int64 = 1
  static let fields = ObjectCodec<Factor>().field("parts", \.parts, .integer(0...1_000_000))
    .field("whole", \.whole, .integer(1...1_000_000))
}

private struct Drawn: Sendable {
  var from = LatencyDistribution.constant(.zero)
  static let fields = ObjectCodec<Drawn>().field("from", \.from, .latency)
}

private struct Kept: Sendable {
  var kept = Ratio.never
  static let fields = ObjectCodec<Kept>().field("kept", \.kept, .share)
}

private struct Corrupted: Sendable {
  var how = FaultKind.Corruption.malformed
  static let fields = ObjectCodec<Corrupted>().field("how", \.how, .choice)
}

private struct Stored: Sendable {
  var how = FaultKind.StoreFault.failedSave
  static let fields = ObjectCodec<Stored>().field("how", \.how, .choice)
}

extension FaultKind {
  static let codec: FieldCodec<FaultKind> = {
    let objects = FieldCodec<FaultKind>.union("kind", cases)
    guard case .object(var schema) = objects.schema else { return objects }
    let bare = cases.filter(\.isBare).map { JSONValue.string($0.name) }
    schema = ["anyOf": .array([.object(schema), .object(["enum": .array(bare)])])]
    return FieldCodec(
      schema: .object(schema),
      read: { value, path throws(ConfigurationError) in
        if let name = value.string { return try objects.read(.object(["kind": .string(name)]), at: path) }
        return try objects.read(value, at: path)
      },
      write: { kind in
        let written = objects.write(kind)
        // A kind without other members is written as its name.
        return written.object?.count == 1 ? written["kind"] ?? written : written
      })
  }()

  private static let cases: [UnionCase<FaultKind>] = [
    UnionCase(
      "addedLatency", Time.fields("by"), base: Time(), embed: { .addedLatency($0.value) },
      extract: { if case .addedLatency(let by) = $0 { Time(value: by) } else { nil } }),
    UnionCase(
      "multipliedLatency", Factor.fields, base: Factor(),
      embed: { .multipliedLatency(parts: $0.parts, whole: $0.whole) },
      extract: {
        if case .multipliedLatency(let parts, let whole) = $0 {
          Factor(parts: parts, whole: whole)
        } else {
          nil
        }
      }),
    UnionCase(
      "drawnLatency", Drawn.fields, base: Drawn(), embed: { .drawnLatency($0.from) },
      extract: { if case .drawnLatency(let from) = $0 { Drawn(from: from) } else { nil } }),
    UnionCase(
      "transientError", Number.fields("code", 0...999), base: Number(value: 503),
      embed: { .transientError(code: Int($0.value)) },
      extract: { if case .transientError(let code) = $0 { Number(value: Int64(code)) } else { nil } }),
    UnionCase(
      "permanentError", Number.fields("code", 0...999), base: Number(value: 400),
      embed: { .permanentError(code: Int($0.value)) },
      extract: { if case .permanentError(let code) = $0 { Number(value: Int64(code)) } else { nil } }),
    UnionCase("connectionRefused", .connectionRefused), UnionCase("connectionReset", .connectionReset),
    UnionCase("hang", .hang), UnionCase("replyLost", .replyLost), UnionCase("duplicate", .duplicate),
    UnionCase("crash", .crash),
    UnionCase(
      "throttle", Time.fields("retryAfter", .signedTime), base: Time(value: .seconds(1)),
      // Whole seconds, as the header has them.
      embed: { .throttle(retryAfter: .seconds($0.value.components.seconds)) },
      extract: { if case .throttle(let time) = $0 { Time(value: time) } else { nil } }),
    UnionCase(
      "throttleUntil", Time.fields("at"), base: Time(), embed: { .throttleUntil($0.value) },
      extract: { if case .throttleUntil(let at) = $0 { Time(value: at) } else { nil } }),
    UnionCase(
      "partial", Kept.fields, base: Kept(), embed: { .partial(kept: $0.kept) },
      extract: { if case .partial(let kept) = $0 { Kept(kept: kept) } else { nil } }),
    UnionCase(
      "corrupt", Corrupted.fields, base: Corrupted(), embed: { .corrupt($0.how) },
      extract: { if case .corrupt(let how) = $0 { Corrupted(how: how) } else { nil } }),
    UnionCase(
      "late", Time.fields("by"), base: Time(), embed: { .late(by: $0.value) },
      extract: { if case .late(let by) = $0 { Time(value: by) } else { nil } }),
    UnionCase(
      "store", Stored.fields, base: Stored(), embed: { .store($0.how) },
      extract: { if case .store(let how) = $0 { Stored(how: how) } else { nil } }),
    UnionCase(
      "calendarStep", Time.fields("by", .signedTime), base: Time(),
      embed: { .calendarStep($0.value) },
      extract: { if case .calendarStep(let by) = $0 { Time(value: by) } else { nil } }),
    UnionCase(
      "calendarDrift", Time.fields("perSecond", .drift), base: Time(),
      embed: { .calendarDrift(perSecond: $0.value) },
      extract: { if case .calendarDrift(let rate) = $0 { Time(value: rate) } else { nil } }),
    UnionCase(
      "capacity", Number.fields("removed", 1...1_000_000), base: Number(value: 1),
      embed: { .capacity(removed: Int($0.value)) },
      extract: { if case .capacity(let removed) = $0 { Number(value: Int64(removed)) } else { nil } }),
    UnionCase(
      "slowStart", Number.fields("servers", 0...1_000_000), base: Number(value: 1),
      embed: { .slowStart(servers: Int($0.value)) },
      extract: { if case .slowStart(let servers) = $0 { Number(value: Int64(servers)) } else { nil } }),
    UnionCase(
      "cancel", Time.fields("after"), base: Time(), embed: { .cancel(after: $0.value) },
      extract: { if case .cancel(let after) = $0 { Time(value: after) } else { nil } }),
  ]
}

extension FieldCodec where Value == Duration {
  /// A drift of at most one second in a second, in either direction.
  fileprivate static var drift: FieldCodec {
    signedTime.map(
      { value, path throws(ConfigurationError) in
        guard (.seconds(-1) ... .seconds(1)).contains(value) else {
          throw ConfigurationError(path, "a calendar drifts by \"-1s\" to \"1s\" a second")
        }
        return value
      }, { $0 })
  }
}
