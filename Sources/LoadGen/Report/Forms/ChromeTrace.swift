import Foundation

/// A trace that chrome://tracing and Perfetto open. Times in nanoseconds; the file has microseconds.
public struct ChromeTrace: Sendable {
  public enum Event: Sendable, Hashable {
    /// Work on a track; events of one track must nest.
    case complete(name: String, category: String, track: Int, start: Int64, end: Int64)
    /// Work that may overlap other work on its track, told apart by `id`.
    case overlapping(name: String, category: String, id: UInt64, track: Int, start: Int64, end: Int64)
    case instant(name: String, track: Int, at: Int64)
    case counter(name: String, at: Int64, value: Int64)
  }

  public var process: String
  /// Track names by number.
  public var tracks: [Int: String]
  public var events: [Event]

  public init(process: String, tracks: [Int: String] = [:], events: [Event] = []) {
    self.process = process
    self.tracks = tracks
    self.events = events
  }

  /// Every request of a run as an overlapping bar, and how many were under way.
  public init(_ run: LoadRun) {
    self.init(process: run.model.summary, tracks: [0: "requests"])
    var changes: [(at: Int64, by: Int64)] = []
    for (index, record) in run.records.enumerated() where record.outcome != nil {
      let name = record.outcome == .success ? "request" : "request, not a success"
      events.append(
        .overlapping(
          name: name, category: "request", id: UInt64(index), track: 0, start: record.planned,
          end: record.finished))
      changes += [(record.started, 1), (record.finished, -1)]
    }
    var inFlight: Int64 = 0
    for (index, change) in changes.sorted(by: { ($0.at, $0.by) < ($1.at, $1.by) }).enumerated() {
      inFlight += change.by
      // One sample an instant: the last.
      if case .counter(_, change.at, _)? = events.last, index > 0 { events.removeLast() }
      events.append(.counter(name: "in flight", at: change.at, value: inFlight))
    }
  }

  /// The trace in JSON object format, one event a line.
  public func json() -> String {
    var lines = [line(["ph": "M", "pid": 1, "name": "process_name", "args": ["name": .text(process)]])]
    for track in tracks.keys.sorted() {
      lines.append(
        line([
          "ph": "M", "pid": 1, "tid": .whole(Int64(track)), "name": "thread_name",
          "args": ["name": .text(tracks[track] ?? "")],
        ]))
    }
    for event in events {
      switch event {
      case .complete(let name, let category, let track, let start, let end):
        lines.append(
          line([
            "ph": "X", "pid": 1, "tid": .whole(Int64(track)), "name": .text(name), "cat": .text(category),
            "ts": .micro(start), "dur": .micro(end - start),
          ]))
      case .overlapping(let name, let category, let id, let track, let start, let end):
        for (phase, time) in [("b", start), ("e", end)] {
          lines.append(
            line([
              "ph": .text(phase), "pid": 1, "tid": .whole(Int64(track)), "name": .text(name),
              "cat": .text(category), "id": .text("\(id)"), "ts": .micro(time),
            ]))
        }
      case .instant(let name, let track, let time):
        lines.append(
          line([
            "ph": "i", "s": "g", "pid": 1, "tid": .whole(Int64(track)), "name": .text(name),
            "ts": .micro(time),
          ]))
      case .counter(let name, let time, let value):
        lines.append(
          line([
            "ph": "C", "pid": 1, "name": .text(name), "ts": .micro(time), "args": ["n": .whole(value)],
          ]))
      }
    }
    return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
  }

  private func line(_ value: TraceValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      preconditionFailure("a trace event did not encode: \(error)")
    }
  }
}

/// A JSON value of a trace event.
private enum TraceValue: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByDictionaryLiteral
{
  case text(String)
  case whole(Int64)
  /// Nanoseconds, written as microseconds.
  case micro(Int64)
  case object([String: TraceValue])

  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int64) { self = .whole(value) }
  init(dictionaryLiteral elements: (String, TraceValue)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    case .micro(let value): try container.encode(Double(value) / 1000)
    case .object(let value): try container.encode(value)
    }
  }
}
