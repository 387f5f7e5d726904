import Foundation
import Primitives
import SimCore
import Testing

@Suite("Traces and digests")
struct TraceTests {
  private static let note = TraceKind("note.taken", "page", "line")
  private static let odd = TraceKind("odd \"name\"\n", "la\\bel")

  private func traced(_ seed: UInt64 = 2) throws -> Simulation.Outcome<Void> {
    var simulation = Simulation(seed: seed, scheduling: .random)
    simulation.keepsTrace = true
    return try simulation.run { world in
      await withDiscardingTaskGroup { group in
        for number in 0..<3 {
          group.addTask(name: "reader \(number)") {
            try? await world.clock.sleep(for: .microseconds(1_500 * (number + 1)))
            world.record(Self.note, Int64(number), .min, 9)
          }
        }
      }
      world.record(Self.odd, .max)
    }
  }

  @Test func `the trace has the names of tasks that ended before the run`() throws {
    let trace = try traced().trace
    #expect(Set(trace.taskNames.values) == ["body", "reader 0", "reader 1", "reader 2"])
    #expect(trace.label(of: 0) == "world")
    #expect(trace.label(of: 1) == "1 body")
    #expect(trace.label(of: 99) == "99")
    for event in trace.events where event.kind == Self.note {
      #expect(trace.label(of: event.task).hasSuffix("reader \(event.a)"))
      #expect(event.time == 1_500_000 * (event.a + 1))
    }
  }

  @Test func `the timeline has a line an event, in columns`() throws {
    let trace = try traced().trace
    let lines = trace.timeline.split(separator: "\n").filter {
      !$0.contains("odd") && !$0.contains("la\\bel")
    }
    #expect(lines.count == trace.events.count - 1)
    let noted = lines.filter { $0.contains("note.taken") }
    #expect(noted.count == 3)
    #expect(noted.allSatisfy { $0.hasSuffix("line=-9223372036854775808") })
    // The kind begins in one column.
    let columns = lines.compactMap { line in
      ["note.taken", "task.ready", "task.run", "timer.fired", "body.returned"].lazy
        .compactMap { line.range(of: $0).map { line.distance(from: line.startIndex, to: $0.lowerBound) } }
        .first
    }
    #expect(columns.count == lines.count)
    #expect(Set(columns).count == 1)
  }

  private struct ChromeTrace: Decodable {
    struct Event: Decodable {
      var ph: String
      var pid: Int
      var tid: Int
      var name: String
      var ts: Double?
      var dur: Double?
      var s: String?
      var args: [String: Argument]
    }
    enum Argument: Decodable {
      case text(String)
      case number(Int64)
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int64.self) {
          self = .number(number)
        } else {
          self = .text(try value.decode(String.self))
        }
      }
    }
    var displayTimeUnit: String
    var traceEvents: [Event]
  }

  @Test func `the Chrome form has a named row a task, bars, and marks in order of time`() throws {
    let trace = try traced().trace
    let chrome = try JSONDecoder().decode(ChromeTrace.self, from: Data(trace.chromeJSON.utf8))
    #expect(chrome.displayTimeUnit == "ms")
    let rows = chrome.traceEvents.filter { $0.ph == "M" }
    #expect(rows.allSatisfy { $0.name == "thread_name" })
    #expect(Set(rows.map(\.tid)).count == rows.count)
    let tasks = Set(trace.events.map { Int($0.task) })
    #expect(Set(rows.map(\.tid)) == tasks)

    let bars = chrome.traceEvents.filter { $0.ph == "X" }
    #expect(bars.count == trace.events.count { $0.kind == .taskRun })
    #expect(bars.allSatisfy { ($0.ts ?? -1) >= 0 && ($0.dur ?? -1) >= 0 })
    let marks = chrome.traceEvents.filter { $0.ph == "i" }
    #expect(marks.count == trace.events.count { $0.kind != .taskRun && $0.kind != .taskReady })
    #expect(marks.allSatisfy { $0.s == "t" })
    #expect(marks.compactMap(\.ts) == marks.compactMap(\.ts).sorted())
    #expect(chrome.traceEvents.allSatisfy { ["M", "X", "i"].contains($0.ph) && $0.pid == 1 })
    #expect(marks.contains { $0.name == "odd \"name\"\n" })
    #expect(marks.filter { $0.name == "note.taken" }.compactMap(\.ts) == [1_500, 3_000, 4_500])
  }

  @Test func `a bar lasts from when the task was ready until it ran`() throws {
    let trace = try traced().trace
    let chrome = try JSONDecoder().decode(ChromeTrace.self, from: Data(trace.chromeJSON.utf8))
    // Time stands still while anything is ready.
    #expect(chrome.traceEvents.filter { $0.ph == "X" }.allSatisfy { $0.dur == 0 })
  }

  @Test func `keeping the trace changes no digest`() throws {
    let traced = try traced()
    #expect(!traced.trace.events.isEmpty)
    let attempt = Simulation(seed: 2).attempt { _ in }
    #expect(attempt.trace.events.isEmpty)
    func digest(_ keepsTrace: Bool) throws -> Digest {
      var simulation = Simulation(seed: 3, scheduling: .random)
      simulation.keepsTrace = keepsTrace
      return try simulation.run { world in
        async let child: Void = world.clock.sleep(for: .seconds(1))
        world.record(Self.note, 1)
        try await child
      }.digest
    }
    #expect(try digest(true) == digest(false))
  }

  @Test func `an event of any kind, time or value changes the digest`() throws {
    func digest(_ seed: UInt64 = 1, _ body: @escaping @Sendable (World) async throws -> Void) throws -> Digest
    {
      try Simulation(seed: seed).run { try await body($0) }.digest
    }
    let other = TraceKind("note.other", "page", "line")
    let digests = try [
      digest { _ in },
      digest(2) { _ in },
      digest { $0.record(Self.note) },
      digest { $0.record(other) },
      digest { $0.record(Self.note, 1) },
      digest { $0.record(Self.note, 0, 1) },
      digest { $0.record(Self.note, 0, 0, 1) },
      digest { $0.record(Self.note, -1) },
      digest {
        $0.record(Self.note)
        $0.record(Self.note)
      },
      digest {
        $0.record(Self.note)
        $0.record(other)
      },
      digest {
        $0.record(other)
        $0.record(Self.note)
      },
      digest {
        try await $0.clock.sleep(for: .nanoseconds(1))
        $0.record(Self.note)
      },
      digest {
        try await $0.clock.sleep(for: .nanoseconds(2))
        $0.record(Self.note)
      },
      digest {
        $0.record(Self.note)
        try await $0.clock.sleep(for: .nanoseconds(2))
      },
      digest { _ in await Task.yield() },
      digest { _ in await Task {}.value },
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func `a digest prints sixteen digits`() {
    var digest = Digest()
    for value in 0..<100 {
      digest.mix(UInt64(value))
      #expect("\(digest)".count == 16)
      #expect(UInt64("\(digest)", radix: 16) == digest.value)
    }
    #expect(Text.hexadecimal(255) == "00000000000000ff")
  }

  @Test func `every bit of every value matters to the digest`() {
    var none = Digest()
    for _ in 0..<3 { none.mix(UInt64(0)) }
    for bit in 0..<64 {
      for place in 0..<3 {
        var digest = Digest()
        for other in 0..<3 { digest.mix(other == place ? UInt64(1) << UInt64(bit) : 0) }
        #expect(digest != none)
      }
    }
  }
}
