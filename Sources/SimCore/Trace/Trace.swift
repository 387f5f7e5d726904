/// The decisions of a run, in order.
public struct Trace: Sendable {
  public internal(set) var events: [TraceEvent] = []
  /// Names given to tasks, by task number.
  public internal(set) var taskNames: [UInt64: String] = [:]

  public init() {}

  /// The name or the number of a task.
  public func label(of task: UInt64) -> String {
    task == 0 ? "world" : taskNames[task].map { "\(task) \($0)" } ?? "\(task)"
  }

  /// A line an event, in columns: time, task, kind, what the integers are.
  public var timeline: String {
    let times = events.map { secondsText($0.time) }
    let tasks = events.map { label(of: $0.task) }
    let timeWidth = times.map(\.count).max() ?? 0
    let taskWidth = tasks.map(\.count).max() ?? 0
    let kindWidth = events.map { $0.kind.name.utf8.count }.max() ?? 0
    var text = ""
    for (index, event) in events.enumerated() {
      let name = event.kind.name
      let arguments = event.arguments.map { "\($0.label)=\($0.value)" }.joined(separator: " ")
      let line =
        padding(timeWidth - times[index].count) + times[index] + "  " + tasks[index]
        + padding(taskWidth - tasks[index].count) + "  " + name
        + (arguments.isEmpty ? "" : padding(kindWidth - name.utf8.count) + "  " + arguments)
      text += line + "\n"
    }
    return text
  }

  /// A JSON object a line: `time_ns`, `task`, `kind`, then the integers by their labels.
  public var jsonLines: String {
    var text = ""
    for event in events {
      text += "{\"time_ns\":\(event.time),\"task\":\(event.task),\"kind\":\(jsonString(event.kind.name))"
      for (label, value) in event.arguments { text += ",\(jsonString(label)):\(value)" }
      text += "}\n"
    }
    return text
  }

  /// The trace in the JSON form that chrome://tracing and the Perfetto viewer open: a row a task, a bar from
  /// each time it was ready to when it ran, and a mark for each other event.
  public var chromeJSON: String {
    var lines: [String] = []
    var named: Set<UInt64> = []
    var readySince: [UInt64: Int64] = [:]
    for event in events {
      if named.insert(event.task).inserted {
        lines.append(
          "{\"ph\":\"M\",\"pid\":1,\"tid\":\(event.task),\"name\":\"thread_name\",\"args\":{\"name\":"
            + "\(jsonString(event.task == 0 ? "world" : "task \(label(of: event.task))"))}}")
      }
      let arguments = event.arguments.map { "\(jsonString($0.label)):\($0.value)" }.joined(separator: ",")
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
            + "\(jsonString(event.kind.name)),\"cat\":\"event\",\"ts\":\(microseconds(event.time)),"
            + "\"args\":{\(arguments)}}")
      }
    }
    return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
  }
}

private func padding(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// Microseconds with three decimals, exactly.
private func microseconds(_ nanoseconds: Int64) -> String {
  let fraction = String(nanoseconds % 1_000)
  return "\(nanoseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
}

/// `text` as a JSON string.
package func jsonString(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\n": json += "\\n"
    case "\t": json += "\\t"
    case "\r": json += "\\r"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}
