import Foundation
import Reports

/// The program gnuplot: takes a script and returns an SVG.
enum Gnuplot {
  /// Returns the pictures by name; nil when gnuplot is not installed.
  static func draw(_ plots: [Plot]) -> [String: String]? {
    guard let program else { return nil }
    var pictures: [String: String] = [:]
    for plot in plots { pictures[plot.name] = draw(plot.script, with: program) }
    return pictures
  }

  static var isInstalled: Bool { program != nil }

  /// The note that is printed when `draw` returns nil.
  static let missing = "no plots: install gnuplot (apt install gnuplot-nox) and run again"

  private static var program: String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/gnuplot" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func draw(_ script: String, with program: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    // Without the start-up files of the user.
    process.arguments = ["-d"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    try? input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
    try? input.fileHandleForWriting.close()
    let picture = try? output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let picture, !picture.isEmpty else { return nil }
    return String(decoding: picture, as: UTF8.self)
  }
}
