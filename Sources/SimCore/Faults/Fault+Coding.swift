import Primitives

// The stored form of faults: durations are whole nanoseconds, named as in the first files.

extension Fault {
  private enum Key: String, CodingKey {
    case name, target, operation, kind, window, shape, calls, probability, side, isCorrelated
  }

  /// Decodes a fault; `isCorrelated` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(String.self, forKey: .name),
      target: try container.decode(NamePattern.self, forKey: .target),
      operation: try container.decode(NamePattern.self, forKey: .operation),
      kind: try container.decode(FaultKind.self, forKey: .kind),
      window: try container.decode(FaultWindow.self, forKey: .window),
      shape: try container.decode(FaultShape.self, forKey: .shape),
      calls: try container.decode(CallSelector.self, forKey: .calls),
      probability: try container.decode(Ratio.self, forKey: .probability),
      side: try container.decode(FaultSide.self, forKey: .side),
      isCorrelated: try container.decodeIfPresent(Bool.self, forKey: .isCorrelated) ?? false)
  }

  /// Encodes a fault; `isCorrelated` only when it is true.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(target, forKey: .target)
    try container.encode(operation, forKey: .operation)
    try container.encode(kind, forKey: .kind)
    try container.encode(window, forKey: .window)
    try container.encode(shape, forKey: .shape)
    try container.encode(calls, forKey: .calls)
    try container.encode(probability, forKey: .probability)
    try container.encode(side, forKey: .side)
    if isCorrelated { try container.encode(isCorrelated, forKey: .isCorrelated) }
  }
}

extension FaultKind {
  /// The kind as it is stored.
  private enum Stored: Codable {
    case addedLatency(nanoseconds: Int64)
    case multipliedLatency(parts: Int64, whole: Int64)
    case drawnLatency(LatencyDistribution)
    case transientError(code: Int)
    case permanentError(code: Int)
    case connectionRefused, connectionReset, hang
    case throttle(retryAfterSeconds: Int64)
    case throttleUntil(nanoseconds: Int64)
    case partial(kept: Ratio)
    case corrupt(Corruption)
    case replyLost
    case late(nanoseconds: Int64)
    case duplicate, crash
    case store(StoreFault)
    case calendarStep(nanoseconds: Int64)
    case calendarDrift(nanosecondsPerSecond: Int64)
    case capacity(removed: Int)
    case slowStart(servers: Int)
    case cancel(afterNanoseconds: Int64)
  }

  /// Decodes the stored form.
  public init(from decoder: any Decoder) throws {
    self =
      switch try Stored(from: decoder) {
      case .addedLatency(let nanoseconds): .addedLatency(.nanoseconds(nanoseconds))
      case .multipliedLatency(let parts, let whole): .multipliedLatency(parts: parts, whole: whole)
      case .drawnLatency(let distribution): .drawnLatency(distribution)
      case .transientError(let code): .transientError(code: code)
      case .permanentError(let code): .permanentError(code: code)
      case .connectionRefused: .connectionRefused
      case .connectionReset: .connectionReset
      case .hang: .hang
      case .throttle(let seconds): .throttle(retryAfter: .seconds(seconds))
      case .throttleUntil(let nanoseconds): .throttleUntil(.nanoseconds(nanoseconds))
      case .partial(let kept): .partial(kept: kept)
      case .corrupt(let corruption): .corrupt(corruption)
      case .replyLost: .replyLost
      case .late(let nanoseconds): .late(by: .nanoseconds(nanoseconds))
      case .duplicate: .duplicate
      case .crash: .crash
      case .store(let fault): .store(fault)
      case .calendarStep(let nanoseconds): .calendarStep(.nanoseconds(nanoseconds))
      case .calendarDrift(let nanoseconds): .calendarDrift(perSecond: .nanoseconds(nanoseconds))
      case .capacity(let removed): .capacity(removed: removed)
      case .slowStart(let servers): .slowStart(servers: servers)
      case .cancel(let nanoseconds): .cancel(after: .nanoseconds(nanoseconds))
      }
  }

  /// Encodes the stored form.
  public func encode(to encoder: any Encoder) throws {
    let stored: Stored =
      switch self {
      case .addedLatency(let time): .addedLatency(nanoseconds: time.wholeNanoseconds)
      case .multipliedLatency(let parts, let whole): .multipliedLatency(parts: parts, whole: whole)
      case .drawnLatency(let distribution): .drawnLatency(distribution)
      case .transientError(let code): .transientError(code: code)
      case .permanentError(let code): .permanentError(code: code)
      case .connectionRefused: .connectionRefused
      case .connectionReset: .connectionReset
      case .hang: .hang
      case .throttle(let time): .throttle(retryAfterSeconds: time.components.seconds)
      case .throttleUntil(let time): .throttleUntil(nanoseconds: time.wholeNanoseconds)
      case .partial(let kept): .partial(kept: kept)
      case .corrupt(let corruption): .corrupt(corruption)
      case .replyLost: .replyLost
      case .late(let time): .late(nanoseconds: time.wholeNanoseconds)
      case .duplicate: .duplicate
      case .crash: .crash
      case .store(let fault): .store(fault)
      case .calendarStep(let time): .calendarStep(nanoseconds: time.wholeNanoseconds)
      case .calendarDrift(let time): .calendarDrift(nanosecondsPerSecond: time.wholeNanoseconds)
      case .capacity(let removed): .capacity(removed: removed)
      case .slowStart(let servers): .slowStart(servers: servers)
      case .cancel(let time): .cancel(afterNanoseconds: time.wholeNanoseconds)
      }
    try stored.encode(to: encoder)
  }
}

extension FaultWindow: Codable {
  private struct Stored: Codable {
    var start: Int64
    var end: Int64
  }

  /// Decodes the stored form. A window without a length is not refused.
  public init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    self.init(unchecked: .nanoseconds(stored.start), .nanoseconds(stored.end))
  }

  /// Encodes the stored form.
  public func encode(to encoder: any Encoder) throws {
    try Stored(start: startNanoseconds, end: endNanoseconds).encode(to: encoder)
  }
}

extension FaultShape: Codable {
  /// The shape as it is stored.
  private enum Stored: Codable {
    case step
    case ramp(rise: Int64)
    case squareWave(period: Int64, on: Int64)
    case burst(meanOn: Int64, meanOff: Int64)
  }

  /// Decodes the stored form.
  public init(from decoder: any Decoder) throws {
    self =
      switch try Stored(from: decoder) {
      case .step: .step
      case .ramp(let rise): .ramp(rise: .nanoseconds(rise))
      case .squareWave(let period, let on): .squareWave(period: .nanoseconds(period), on: .nanoseconds(on))
      case .burst(let on, let off): .burst(meanOn: .nanoseconds(on), meanOff: .nanoseconds(off))
      }
  }

  /// Encodes the stored form.
  public func encode(to encoder: any Encoder) throws {
    let stored: Stored =
      switch self {
      case .step: .step
      case .ramp(let rise): .ramp(rise: rise.wholeNanoseconds)
      case .squareWave(let period, let on):
        .squareWave(period: period.wholeNanoseconds, on: on.wholeNanoseconds)
      case .burst(let on, let off): .burst(meanOn: on.wholeNanoseconds, meanOff: off.wholeNanoseconds)
      }
    try stored.encode(to: encoder)
  }
}
