import Foundation
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

/// A file system of a few hundred kilobytes. Not available where mounting is not allowed, as in most containers.
final class SmallDisk: Sendable {
  let folder = TemporaryFolder()
  var path: String { folder.path }

  init?(kilobytes: Int) {
    guard geteuid() == 0,
      SmallDisk.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path)
    else { return nil }
  }

  deinit { _ = SmallDisk.run("umount", "-l", folder.path) }

  static let isPossible = SmallDisk(kilobytes: 64) != nil

  private static func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

@Suite(
  "Stores on a full disk", .enabled(if: SmallDisk.isPossible, "mounting is not permitted"))
struct FullDiskTests {
  let start = Fixtures.start

  @Test("a save fails with a clear error and loses nothing", arguments: [StoreBackend.file, .sqlite])
  func full(backend: StoreBackend) async throws {
    let disk = try #require(SmallDisk(kilobytes: 600))
    let ballast = "\(disk.path)/ballast"
    try write([UInt8](repeating: 0, count: 150_000), to: ballast)
    let location: StoreLocation =
      backend == .file ? .file(folder: "\(disk.path)/store") : .sqlite(file: "\(disk.path)/store.db")
    let stores = try location.open()
    let text = String(repeating: "x", count: 9_000)

    var saved: UInt64 = 0
    let error = await #expect(throws: StoreError.self) {
      while saved < 1_000 {
        _ = try await stores.sessions.save(
          Fixtures.small(saved + 1, text), at: start, timeToLive: .seconds(60))
        saved += 1
      }
    }
    #expect(saved > 5)
    guard case .unavailable(let reason) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "no error")")
      return
    }
    if backend == .file {
      let file = "\(disk.path)/store/sessions/\(Fixtures.id(saved + 1)).session.json"
      #expect(reason == "cannot write \(file): No space left on device")
    } else {
      #expect(reason.hasSuffix(" \(disk.path)/store.db: database or disk is full"), "\(reason)")
    }
    // A change to what is there fails as well, and leaves it as it was.
    await #expect(throws: StoreError.self) {
      _ = try await stores.sessions.save(
        Fixtures.small(1, text + text + text, revision: 1), at: start, timeToLive: .seconds(60))
    }
    for stores in [stores, try location.open()] {
      #expect(try await stores.sessions.sessions(at: start).count == Int(saved))
      for number in 1...saved {
        #expect(
          try await stores.sessions.load(Fixtures.id(number), at: start)
            == .found(Fixtures.small(number, text, revision: 1)))
      }
      #expect(stores.corruptions == [])
    }
    // With free space, saving works again.
    try FileManager.default.removeItem(atPath: ballast)
    #expect(
      try await stores.sessions.save(Fixtures.small(saved + 1, text), at: start, timeToLive: .seconds(60))
        == 1
    )
  }

  @Test("opening reports the full disk", arguments: [StoreBackend.file, .sqlite])
  func opening(backend: StoreBackend) throws {
    let disk = try #require(SmallDisk(kilobytes: 64))
    while (try? write([UInt8](repeating: 0, count: 4096), to: "\(disk.path)/\(UInt64.random(in: 0 ... .max))"))
      != nil
    {}
    let location: StoreLocation =
      backend == .file ? .file(folder: "\(disk.path)/store") : .sqlite(file: "\(disk.path)/store.db")
    // A folder needs no space on this file system; a database does.
    if backend == .sqlite {
      let error = #expect(throws: StoreError.self) { _ = try location.open() }
      let reason = try #require(error).description
      #expect(reason.contains("\(disk.path)/store.db") && reason.contains("full"), "\(reason)")
    } else {
      _ = try location.open()
    }
  }
}
