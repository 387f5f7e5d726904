import CSimRuntime
@_spi(Internal) import Runtime

/// A task that has not finished, with its name and the place where it waits.
public struct ParkedTask: Sendable, CustomStringConvertible {
  /// The task's number in its world, counted from 1 by first appearance.
  public let serial: UInt64
  /// The name given with `Task(name:)`, if there is one.
  public let name: String?
  /// The addresses at which the task and each function that awaits it go on.
  private let resumePoints: [UInt]

  /// The functions it waits in, innermost first, as `function at file:line` where the build has line numbers.
  ///
  /// Each access looks them up in the program's symbols, which takes about a tenth of a second.
  public var waitsIn: [String] {
    TaskInspection.functions(at: resumePoints).filter { !TaskInspection.isPlumbing($0) }
  }

  /// The number and the name: `task 3 "buyer"`.
  public var title: String { ParkedTask.title(serial: serial, name: name) }

  static func title(serial: UInt64, name: String?) -> String {
    name.map { "task \(serial) \"\($0)\"" } ?? "task \(serial)"
  }

  /// The title and the functions it waits in, looked up as for `waitsIn`.
  public var description: String {
    let waitsIn = self.waitsIn
    let places = waitsIn.isEmpty ? ["an unknown place"] : waitsIn
    return "\(title) waits in \(places.joined(separator: "\n      called by "))"
  }

  static func list(_ tasks: [ParkedTask]) -> String {
    tasks.isEmpty
      ? "  no task is known to wait" : tasks.map { "  \($0)" }.joined(separator: "\n")
  }
}

extension ParkedTask {
  /// Reads the name of a task and its frames from its memory.
  ///
  /// Only for reports: every word is read as if it might be unmapped.
  init(serial: UInt64, task: UInt) {
    self.serial = serial
    name = TaskInspection.name(of: task)
    resumePoints = TaskInspection.resumePoints(of: task)
  }
}

/// Functions that read the memory of a suspended task.
enum TaskInspection {
  private static func word(_ address: UInt) -> UInt? {
    var value: UInt = 0
    return unsafe sim_read_memory(address, &value, MemoryLayout<UInt>.size) ? value : nil
  }

  /// Returns the name of a task. It is in a record of the task's status list: the record's kind in the low byte, the
  /// next record, the text.
  static func name(of task: UInt) -> String? {
    var header = sim_job_header()
    guard unsafe sim_read_memory(task, &header, MemoryLayout<sim_job_header>.size) else { return nil }
    let nameKind: UInt = 6
    var record: UInt? = header.status_records
    for _ in 0..<16 {
      guard let address = record, address & ~7 != 0, let flags = word(address & ~7) else { return nil }
      if flags & 0xFF == nameKind, let text = word((address & ~7) + 16) { return string(at: text) }
      record = word((address & ~7) + 8)
    }
    return nil
  }

  private static func string(at address: UInt) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < 256, unsafe sim_read_memory(address + UInt(bytes.count), &byte, 1), byte != 0 {
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the addresses at which the task and each frame that awaits it go on.
  static func resumePoints(of task: UInt) -> [UInt] {
    var header = sim_job_header()
    guard unsafe sim_read_memory(task, &header, MemoryLayout<sim_job_header>.size) else { return [] }
    var addresses = [header.resume]
    var context = header.context
    while addresses.count < 24, context != 0, let parent = word(context), let resume = word(context + 8) {
      addresses.append(resume)
      context = parent
    }
    return addresses.filter { $0 != 0 }
  }

  /// Returns the names of the functions that contain `addresses`, where there are symbols.
  static func functions(at addresses: [UInt]) -> [String] {
    let frames = addresses.map { RichFrame<UInt>.asyncResumePoint($0) }
    let backtrace = Backtrace(architecture: "x86_64", frames: frames, images: ImageMap.capture())
    guard let symbolicated = backtrace.symbolicated() else { return [] }
    return symbolicated.frames.compactMap { frame in
      guard let symbol = frame.symbol else { return nil }
      guard let place = symbol.sourceLocation, place.line > 0 else { return symbol.name }
      let file = place.path.split(separator: "/").last.map(String.init) ?? place.path
      return "\(symbol.name) at \(file):\(place.line)"
    }
  }

  /// Returns true for frames of the compiler or of this library, which tell a reader nothing.
  static func isPlumbing(_ frame: String) -> Bool {
    ["swift::", "partial apply for ", "thunk for ", "Simulation.attempt", "@__swiftmacro"]
      .contains { frame.contains($0) } || frame.hasPrefix("<")
  }
}
