import Primitives
import Resilience
import SimCore

// A kind of fault in a file: its name, or an object with the name as `kind` and what it needs.

private struct Nothing: Sendable {
  static let form = Form<Nothing>()
}

private struct Time: Sendable {
  var value: Int64 = 0
  static func form(_ key: String, _ leaf: Leaf<Int64> = .time()) -> Form<Time> {
    Form<Time>().key(key, \.value, leaf)
  }
}

private struct Number: Sendable {
  var value: Int64
  static func form(_ key: String, _ range: ClosedRange<Int64>) -> Form<Number> {
    Form<Number>().key(key, \.value, .number(range))
  }
}

private struct Factor: Sendable {
  var parts: Int64 = 1
  var whole: Int64 = 1
  static let form = Form<Factor>().key("parts", \.parts, .number(0...1_000_000))
    .key("whole", \.whole, .number(1...1_000_000))
}

private struct Drawn: Sendable {
  var from = LatencyDistribution.constant(.zero)
  static let form = Form<Drawn>().key("from", \.from, .coded())
}

private struct Kept: Sendable {
  var kept = Ratio.never
  static let form = Form<Kept>().key("kept", \.kept, .share)
}

private struct Corrupted: Sendable {
  var how = FaultKind.Corruption.malformed
  static let form = Form<Corrupted>().key("how", \.how, .choice)
}

private struct Stored: Sendable {
  var how = FaultKind.StoreFault.failedSave
  static let form = Form<Stored>().key("how", \.how, .choice)
}

extension FaultKind {
  static let leaf: Leaf<FaultKind> = {
    let objects = Leaf<FaultKind>.variants("kind", variants)
    guard case .object(var schema) = objects.schema else { return objects }
    let bare = variants.filter { $0.isBare }.map { PolicyValue.string($0.name) }
    schema = ["anyOf": .array([.object(schema), .object(["enum": .array(bare)])])]
    return Leaf(
      schema: .object(schema),
      read: { value, path throws(PolicyFileError) in
        if let name = value.string { return try objects.read(.object(["kind": .string(name)]), path) }
        return try objects.read(value, path)
      },
      write: { kind in
        let written = objects.write(kind)
        // Nothing but its name.
        return written.object?.count == 1 ? written["kind"] ?? written : written
      })
  }()

  private static func bare(_ name: String, _ kind: FaultKind) -> Variant<FaultKind> {
    Variant(
      name, Nothing.form, base: Nothing(), embed: { _ in kind }, extract: { $0 == kind ? Nothing() : nil })
  }

  private static let variants: [Variant<FaultKind>] = [
    Variant(
      "addedLatency", Time.form("by"), base: Time(), embed: { .addedLatency(nanoseconds: $0.value) },
      extract: { if case .addedLatency(let by) = $0 { Time(value: by) } else { nil } }),
    Variant(
      "multipliedLatency", Factor.form, base: Factor(),
      embed: { .multipliedLatency(parts: $0.parts, whole: $0.whole) },
      extract: {
        if case .multipliedLatency(let parts, let whole) = $0 {
          Factor(parts: parts, whole: whole)
        } else {
          nil
        }
      }),
    Variant(
      "drawnLatency", Drawn.form, base: Drawn(), embed: { .drawnLatency($0.from) },
      extract: { if case .drawnLatency(let from) = $0 { Drawn(from: from) } else { nil } }),
    Variant(
      "transientError", Number.form("code", 0...999), base: Number(value: 503),
      embed: { .transientError(code: Int($0.value)) },
      extract: { if case .transientError(let code) = $0 { Number(value: Int64(code)) } else { nil } }),
    Variant(
      "permanentError", Number.form("code", 0...999), base: Number(value: 400),
      embed: { .permanentError(code: Int($0.value)) },
      extract: { if case .permanentError(let code) = $0 { Number(value: Int64(code)) } else { nil } }),
    bare("connectionRefused", .connectionRefused), bare("connectionReset", .connectionReset),
    bare("hang", .hang), bare("replyLost", .replyLost), bare("duplicate", .duplicate), bare("crash", .crash),
    Variant(
      "throttle", Time.form("retryAfter", .signedTime), base: Time(value: 1_000_000_000),
      embed: { .throttle(retryAfterSeconds: $0.value / 1_000_000_000) },
      extract: {
        guard case .throttle(let seconds) = $0 else { return nil }
        let (time, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return Time(value: overflow ? (seconds < 0 ? .min + 1 : .max) : time)
      }),
    Variant(
      "throttleUntil", Time.form("at"), base: Time(), embed: { .throttleUntil(nanoseconds: $0.value) },
      extract: { if case .throttleUntil(let at) = $0 { Time(value: at) } else { nil } }),
    Variant(
      "partial", Kept.form, base: Kept(), embed: { .partial(kept: $0.kept) },
      extract: { if case .partial(let kept) = $0 { Kept(kept: kept) } else { nil } }),
    Variant(
      "corrupt", Corrupted.form, base: Corrupted(), embed: { .corrupt($0.how) },
      extract: { if case .corrupt(let how) = $0 { Corrupted(how: how) } else { nil } }),
    Variant(
      "late", Time.form("by"), base: Time(), embed: { .late(nanoseconds: $0.value) },
      extract: { if case .late(let by) = $0 { Time(value: by) } else { nil } }),
    Variant(
      "store", Stored.form, base: Stored(), embed: { .store($0.how) },
      extract: { if case .store(let how) = $0 { Stored(how: how) } else { nil } }),
    Variant(
      "calendarStep", Time.form("by", .signedTime), base: Time(),
      embed: { .calendarStep(nanoseconds: $0.value) },
      extract: { if case .calendarStep(let by) = $0 { Time(value: by) } else { nil } }),
    Variant(
      "calendarDrift", Time.form("perSecond", .drift), base: Time(),
      embed: { .calendarDrift(nanosecondsPerSecond: $0.value) },
      extract: { if case .calendarDrift(let rate) = $0 { Time(value: rate) } else { nil } }),
    Variant(
      "capacity", Number.form("removed", 1...1_000_000), base: Number(value: 1),
      embed: { .capacity(removed: Int($0.value)) },
      extract: { if case .capacity(let removed) = $0 { Number(value: Int64(removed)) } else { nil } }),
    Variant(
      "slowStart", Number.form("servers", 0...1_000_000), base: Number(value: 1),
      embed: { .slowStart(servers: Int($0.value)) },
      extract: { if case .slowStart(let servers) = $0 { Number(value: Int64(servers)) } else { nil } }),
    Variant(
      "cancel", Time.form("after"), base: Time(), embed: { .cancel(afterNanoseconds: $0.value) },
      extract: { if case .cancel(let after) = $0 { Time(value: after) } else { nil } }),
  ]
}

extension Variant where Value == FaultKind {
  /// Whether its name says everything.
  fileprivate var isBare: Bool { leaf.schema["properties"]?.object?.isEmpty ?? true }
}

extension Leaf where Value == Int64 {
  /// At most a second a second, either way.
  fileprivate static var drift: Leaf {
    signedTime.map(
      { value, path throws(PolicyFileError) in
        guard (-1_000_000_000...1_000_000_000).contains(value) else {
          throw PolicyFileError(path, "a calendar drifts by \"-1s\" to \"1s\" a second")
        }
        return value
      }, { $0 })
  }
}
