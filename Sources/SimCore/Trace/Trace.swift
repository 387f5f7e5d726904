import Primitives

/// The decisions of a run, in order.
public struct Trace: Sendable {
  /// The events, oldest first.
  public internal(set) var events: [TraceEvent] = []
  /// The names given with `Task(name:)`, by task number.
  public internal(set) var taskNames: [UInt64: String] = [:]

  /// Creates an empty trace.
  public init() {}

  /// Returns the number of a task and its name, if it has one; `world` for 0.
  public func label(of task: UInt64) -> String {
    task == 0 ? "world" : taskNames[task].map { "\(task) \($0)" } ?? "\(task)"
  }

  /// The events as text, one a line, in columns: time, task, kind, labelled integers.
  public var timeline: String {
    let times = events.map { Text.exactSeconds($0.time) }
    let tasks = events.map { label(of: $0.task) }
    let timeWidth = times.map(\.count).max() ?? 0
    let taskWidth = tasks.map(\.count).max() ?? 0
    let kindWidth = events.map { $0.kind.name.utf8.count }.max() ?? 0
    var text = ""
    for (index, event) in events.enumerated() {
      let name = event.kind.name
      let arguments = event.arguments.map { "\($0.label)=\($0.value)" }.joined(separator: " ")
      text += Text.padLeft(times[index], timeWidth) + "  " + Text.padRight(tasks[index], taskWidth) + "  "
      text += arguments.isEmpty ? name : Text.padRight(name, kindWidth) + "  " + arguments
      text += "\n"
    }
    return text
  }

  /// The trace in the JSON format of chrome://tracing and the Perfetto viewer: a row for each task, a bar from each
  /// time it became ready until it ran, and a mark for each other event.
  public var chromeJSON: String {
    var lines: [String] = []
    var named: Set<UInt64> = []
    var readySince: [UInt64: Int64] = [:]
    for event in events {
      if named.insert(event.task).inserted {
        lines.append(
          "{\"ph\":\"M\",\"pid\":1,\"tid\":\(event.task),\"name\":\"thread_name\",\"args\":{\"name\":"
            + "\(Text.quoted(event.task == 0 ? "world" : "task \(label(of: event.task))"))}}")
      }
      let arguments = event.arguments.map { "\(Text.quoted($0.label)):\($0.value)" }.joined(separator: ",")
      if event.kind == .taskReady {
        readySince[event.task] = event.time
      } else if event.kind == .taskRun {
        let since = readySince.removeValue(forKey: event.task) ?? event.time
        lines.append(
          "{\"ph\":\"X\",\"pid\":1,\"tid\":\(event.task),\"name\":\"run\",\"cat\":\"schedule\","
            + "\"ts\":\(microseconds(since)),\"dur\":\(microseconds(event.time - since)),"
            + "\"args\":{\(arguments)}}")
      } else {
        lines.append(
          "{\"ph\":\"i\",\"s\":\"t\",\"pid\":1,\"tid\":\(event.task),\"name\":"
            + "\(Text.quoted(event.kind.name)),\"cat\":\"event\",\"ts\":\(microseconds(event.time)),"
            + "\"args\":{\(arguments)}}")
      }
    }
    return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
  }
}

/// Returns a time in microseconds with three decimals, exactly.
private func microseconds(_ nanoseconds: Int64) -> String {
  "\(nanoseconds / 1_000).\(Text.padded(Int(nanoseconds % 1_000), to: 3))"
}
