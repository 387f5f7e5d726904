import Foundation
import TestSupport
import Testing

@Suite("Stores from the command line")
struct StoreTests {
  static let places = ["sqlite:FOLDER/trips.db", "file:FOLDER/trips"]

  func place(_ form: String, _ folder: String) -> String {
    form.replacingOccurrences(of: "FOLDER", with: folder)
  }

  @Test("of several processes that create the same session one wins", arguments: places)
  func race(form: String) throws {
    try withTemporaryFolder { folder in
      for round in 0..<4 {
        let session = "00000000000000a\(round)"
        let words = [
          "plan", "A week in Lisbon from Berlin", "--store", place(form, folder), "--session", session,
          "--quiet",
        ]
        let runs = try (0..<4).map { _ in try BenchRun(words) }.map { try $0.wait() }
        #expect(runs.filter { $0.status == 0 }.count == 1, "\(runs.map(\.errors))")
        for run in runs where run.status != 0 {
          #expect(run.status == 64)
          #expect(run.complaint.contains("session \(session) already exists"), "\(run.errors)")
        }
      }
      #expect(
        try bench("store", "check", "--store", place(form, folder)).output == "4 sessions, 0 bookings\n")
    }
  }

  @Test("check compares a store with ledgers and acknowledged results", arguments: places)
  func soak(form: String) throws {
    try withTemporaryFolder { folder in
      let place = place(form, folder)
      let soak = try bench(
        "store", "soak", "--store", place, "--ledgers", "\(folder)/ledgers", "--bookings", "8", "--seed", "3")
      #expect(soak.status == 0, "\(soak.errors)")
      try Data(soak.output.utf8).write(to: URL(fileURLWithPath: "\(folder)/acknowledged"))
      let check = [
        "store", "check", "--store", place, "--ledgers", "\(folder)/ledgers", "--acknowledged",
        "\(folder)/acknowledged",
      ]
      let sound = try bench(check + ["--quiescent"])
      #expect(sound.status == 0, "\(sound.errors)")
      #expect(sound.output.hasPrefix("8 sessions, "))

      // The check finds a session and a booking that were acknowledged and are missing,
      let lines = soak.output + "saved 0000000000009999 3\nbooked BK_20260101_00000001 CONFIRMED\n"
      try Data(lines.utf8).write(to: URL(fileURLWithPath: "\(folder)/acknowledged"))
      let lost = try bench(check)
      #expect(lost.status == 3)
      #expect(lost.errors.contains("session 0000000000009999 was acknowledged and is missing"))
      #expect(lost.errors.contains("booking BK_20260101_00000001 is missing"))
      try Data(soak.output.utf8).write(to: URL(fileURLWithPath: "\(folder)/acknowledged"))

      // and an effect that a provider executed twice.
      let ledger = "\(folder)/ledgers/payments.jsonl"
      let entries = try String(contentsOfFile: ledger, encoding: .utf8).split(separator: "\n")
      let charge = try #require(entries.first { $0.contains("\"charged\"") })
      try Data((entries + [charge]).map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: ledger))
      let doubled = try bench(check)
      #expect(doubled.status == 3)
      #expect(doubled.errors.contains("P1 double charge"))
    }
  }

  @Test("a file that may not grow fails the save with its name and loses nothing", arguments: places)
  func limit(form: String) throws {
    try withTemporaryFolder { folder in
      let place = place(form, folder)
      let plan = ["plan", "A week in Lisbon from Berlin for two", "--store", place]
      #expect(try bench(plan + ["--session", "0000000000000001"]).status == 0)
      // Kilobytes; a limit reached is an error of the call, as a full disk is, once the signal is ignored.
      let limit = form.hasPrefix("file") ? 4 : 48
      let limited = try BenchRun(
        plan + ["--session", "0000000000000002"], after: "trap '' XFSZ; ulimit -f \(limit)"
      ).wait()
      #expect(limited.status == 74, "\(limited.errors)")
      let name = form.hasPrefix("file") ? "0000000000000002.session.json" : "trips.db"
      #expect(limited.errors.contains("\(name): "), "\(limited.errors)")
      let check = try bench("store", "check", "--store", place)
      #expect(check.status == 0, "\(check.errors)")
      #expect(try bench(plan + ["--session", "0000000000000001", "--resume"]).status == 0)
    }
  }

  @Test("a corrupt file is reported with its new path and exit code 65", arguments: places)
  func corrupt(form: String) throws {
    try withTemporaryFolder { folder in
      let place = place(form, folder)
      #expect(
        try bench("plan", "A week in Lisbon", "--store", place, "--session", "0000000000000001").status == 0)
      let file =
        form.hasPrefix("file")
        ? "\(folder)/trips/sessions/0000000000000001.session.json" : "\(folder)/trips.db"
      let whole = try Data(contentsOf: URL(fileURLWithPath: file))
      try whole.dropLast(whole.count / 3).write(to: URL(fileURLWithPath: file))
      // A check says so and moves nothing.
      let names = FileManager.default.subpaths(atPath: folder)?.sorted()
      for _ in 1...2 {
        let check = try bench("store", "check", "--store", place)
        #expect(check.status == 65)
        #expect(check.errors.contains("\(file) cannot be read ("), "\(check.errors)")
        #expect(FileManager.default.subpaths(atPath: folder)?.sorted() == names)
      }
      let plan = try bench(
        "plan", "generate the itinerary", "--store", place, "--session", "0000000000000001", "--resume")
      #expect(plan.errors.contains("kept as \(file).corrupt-1"), "\(plan.errors)")
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(file).corrupt-1")) == whole.dropLast(whole.count / 3))
    }
  }

  @Test(
    "what is no store is refused with 65 and left as it is",
    arguments: ["folder", "text", "empty", "database", "link"], ["check", "measure", "plan"])
  func foreign(kind: String, command: String) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/mine"
      switch kind {
      case "folder":
        try FileManager.default.createDirectory(atPath: "\(path)/in", withIntermediateDirectories: true)
      case "text": try Data("my notes\n".utf8).write(to: URL(fileURLWithPath: path))
      case "empty": try Data().write(to: URL(fileURLWithPath: path))
      case "database":
        var header = Data("SQLite format 3\0".utf8)
        header.append(Data(count: 4080))
        try header.write(to: URL(fileURLWithPath: path))
      default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
      }
      let names = FileManager.default.subpaths(atPath: folder)?.sorted()
      let before = FileManager.default.contents(atPath: path)
      let words = command == "plan" ? ["plan", "A week in Lisbon"] : ["store", command]
      let run = try bench(words + ["--store", "sqlite:\(path)"])
      #expect(run.status == 65, "\(run.errors)")
      #expect(run.complaint.contains("; it is left as it is)"), "\(run.errors)")
      #expect(FileManager.default.subpaths(atPath: folder)?.sorted() == names)
      #expect(FileManager.default.contents(atPath: path) == before)
    }
  }

  @Test("a check of what does not exist ends with 65 and creates nothing", arguments: places)
  func missing(form: String) throws {
    try withTemporaryFolder { folder in
      let check = try bench("store", "check", "--store", place(form, folder))
      #expect(check.status == 65, "\(check.errors)")
      #expect(FileManager.default.subpaths(atPath: folder) == [])
      #expect(try bench("plan", "A week in Lisbon", "--store", place(form, folder)).status == 0)
      for option in ["--ledgers", "--acknowledged"] {
        let check = try bench("store", "check", "--store", place(form, folder), option, "\(folder)/none")
        #expect(check.status == 65)
        #expect(
          check.complaint.contains("\(option) \"\(folder)/none\": there is no such "), "\(check.errors)")
      }
    }
  }

  @Test("a session that was changed from outside is reported and not resumed", arguments: places)
  func changed(form: String) throws {
    try withTemporaryFolder { folder in
      let place = place(form, folder)
      let session = ["--store", place, "--session", "0000000000000001"]
      #expect(try bench(["plan", "A week in Lisbon"] + session).status == 0)
      let file =
        form.hasPrefix("file")
        ? "\(folder)/trips/sessions/0000000000000001.session.json" : "\(folder)/trips.db"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      while let word = bytes.range(of: Data("Lisbon".utf8)) {
        bytes.replaceSubrange(word, with: Data("Lisbom".utf8))
      }
      try bytes.write(to: URL(fileURLWithPath: file))
      let run = try bench(["plan", "generate the itinerary", "--resume"] + session)
      #expect(
        run.output.hasPrefix("Started a new session: session 0000000000000001 cannot be read."),
        "\(run.output)")
      #expect(run.errors.contains("its checksum does not match"), "\(run.errors)")
    }
  }

  @Test func `a database is one file when its program has ended`() throws {
    try withTemporaryFolder { folder in
      for turn in 0..<5 {
        let run = try bench(
          "plan", "A week in Lisbon from Berlin", "--store", "sqlite:\(folder)/trips.db", "--session",
          "000000000000000\(turn)", "--book")
        #expect(run.status == 0, "\(run.errors)")
        // A log beside it would be left behind by whoever copies the file.
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
            "trips.db", "trips.db.lock",
          ])
      }
    }
  }

  @Test("is measured with a session that is deleted afterwards", arguments: places + ["memory"])
  func measure(form: String) throws {
    try withTemporaryFolder { folder in
      let run = try bench("store", "measure", "--store", place(form, folder), "--saves", "5")
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        run.output.contains("5 saves, median ") && run.output.contains("5 loads, median "), "\(run.output)")
      if form != "memory" {
        #expect(
          try bench("store", "check", "--store", place(form, folder)).output == "0 sessions, 0 bookings\n")
      }
    }
  }

  @Test("names the line of a ledger that is not an entry")
  func ledgers() throws {
    try withTemporaryFolder { folder in
      #expect(try bench("plan", "A week in Lisbon", "--store", "sqlite:\(folder)/trips.db").status == 0)
      try Data("{}\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/payments.jsonl"))
      let check = try bench("store", "check", "--store", "sqlite:\(folder)/trips.db", "--ledgers", folder)
      #expect(check.status == 65)
      #expect(check.complaint.contains("payments.jsonl, line 1: not an entry of a provider's ledger"))
    }
  }

  static let cardNumbers = ["4242424242424242", "5555 5555 5555 4444", "3782-822463-10005"]

  @Test("a card number in a request is written nowhere", arguments: places, cardNumbers)
  func cardNumber(form: String, number: String) throws {
    try withTemporaryFolder { folder in
      let run = try bench(
        "plan", "Plan a week in Lisbon from Berlin, pay with my card \(number) please", "--user",
        "Ada \(number)",
        "--store", place(form, folder), "--session", "0000000000000001", "--json")
      #expect(run.status == 0 || run.status == 64, "\(run.errors)")
      let digits = number.filter(\.isNumber)
      func holds(_ bytes: Data) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(number)
          || String(decoding: bytes.filter { (48...57).contains($0) }, as: UTF8.self).contains(digits)
      }
      #expect(!holds(Data(run.output.utf8)) && !holds(Data(run.errors.utf8)), "it was printed")
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for name in names {
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
        #expect(!holds(bytes), "it is in \(name)")
      }
    }
  }

  @Test(
    "a mistake in the command ends with 64",
    arguments: [
      (["store"], "bench store takes one of: check, measure, soak"),
      (["store", "fix"], "bench store takes one of: check, measure, soak"),
      (["store", "check"], "bench store needs --store: memory, file:DIR, sqlite:FILE or redis:URL"),
      (["store", "check", "--store", "disk:x"], "--store \"disk:x\": a store is memory"),
      (["store", "soak", "--store", "memory"], "needs --ledgers DIR"),
      (
        ["store", "soak", "--store", "memory", "--ledgers", "x", "--series-start", "now"],
        "--series-start \"now\": must be a whole number"
      ),
    ])
  func usage(words: [String], says: String) throws {
    let run = try bench(words)
    #expect(run.status == 64)
    #expect(run.complaint.contains(says), "\(run.errors)")
  }
}
