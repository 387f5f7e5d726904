import Foundation
import Testing

@Suite("bench plan --book")
struct BookTests {
  private let text = "Plan a week in Lisbon from Berlin for two, budget 3500 EUR, 2026-06-01"

  @Test func `a trip is booked, with a confirmation a traveller could read`() throws {
    let run = try bench("plan", text, "--book")
    #expect(run.status == 0)
    for line in [
      "Booked: BK_20260101_", "Booking confirmation CONF_20260101",
      "Lisbon, Portugal, 8 days for 2 travellers",
      "Payment    succeeded, TXN_", "Ada Example, ada@example.org", "Next steps",
    ] { #expect(run.output.contains(line), "\(line)") }
    #expect(run.errors.contains("planned in 3.700 s of virtual time"))
  }

  @Test func `"book it" is a step of a session, and repeating it books nothing new`() throws {
    let folder = NSTemporaryDirectory() + "shakedown-book-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for place in ["sqlite:\(folder)-trips.db", "file:\(folder)"] {
      let kept = ["--store", place, "--session", "00000000000000aa"]
      #expect(try bench(["plan", text] + kept).status == 0)
      let first = try bench(["plan", "book it", "--resume", "--book"] + kept)
      let second = try bench(["plan", "book it", "--resume", "--book"] + kept)
      #expect(first.status == 0 && second.status == 0)
      func number(_ run: BenchProcess) -> Substring? {
        run.output.split(separator: "\n").first { $0.hasPrefix("Booked: ") }
      }
      #expect(number(first) != nil)
      // What is booked has its dates.
      #expect(!first.output.contains("Tell me your dates"))
      #expect(number(first) == number(second))
      let change = try bench(["plan", "make it 3 people", "--resume"] + kept)
      #expect(change.status == 64)
      #expect(change.errors.contains("passengers \"3\": cannot change while booking BK_20260101_"))
      #expect(
        try bench(["store", "check", "--store", place]).output == "1 session, 1 booking, 1 CONFIRMED\n")
    }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder + "-trips.db" + suffix)
    }
  }

  @Test(
    "a card number is refused and written to no file",
    arguments: [
      ["--pay", "4242424242424242"], ["--contact", "Ada,a@b.org,4242 4242 4242 4242"],
      ["--contact", "4242424242424242,a@b.org,+49 30 1234567"], ["--user", "5555-5555-5555-4444"],
      ["--from", "4242424242424242"], ["--session", "4242424242424242"],
    ])
  func canaries(arguments: [String]) throws {
    let folder = NSTemporaryDirectory() + "shakedown-canary-\(arguments.joined().hashValue.magnitude)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try bench(["plan", text, "--book", "--store", "file:\(folder)"] + arguments)
    #expect(run.status == 64)
    for canary in ["4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444"] {
      #expect(!run.output.contains(canary) && !run.errors.contains(canary))
    }
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for file in files {
      guard let data = FileManager.default.contents(atPath: folder + "/" + file) else { continue }
      let kept = String(decoding: data, as: UTF8.self)
      for canary in ["4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444"] {
        #expect(!kept.contains(canary), "\(file)")
      }
    }
  }

  @Test(
    "what is not booked ends with 4, and says the amounts and how to go on",
    arguments: [
      (
        ["Plan a week in Lisbon from Berlin for six, budget 5 EUR"], "costs more than the budget: by €",
        "--agreed "
      ),
      (
        ["Plan a week in Lisbon from Berlin for two, budget 3500 EUR", "--agreed", "300"],
        "agreed was €300.00",
        "--agreed "
      ),
      (
        ["Plan a week in Lisbon from Berlin for two, budget 3500 EUR", "--pay", "pm_card_chargeDeclined"],
        "Not booked: ", "--pay TOKEN"
      ),
    ])
  func notBooked(arguments: [String], says: String, way: String) throws {
    let run = try bench(["plan"] + arguments + ["--book"])
    #expect(run.status == 4)
    #expect(run.output.contains("Not booked: "))
    #expect(run.output.contains(says))
    #expect(run.errors.contains(way))
    #expect(run.errors.hasSuffix("verdict=fail exit=4\n"))
    // The amount that is named is one that books.
    guard way == "--agreed ", let amount = run.errors.split(separator: way).last?.split(separator: "\n").first
    else {
      return
    }
    let agreed = try bench(["plan", arguments[0], "--book", "--agreed", String(amount)])
    #expect(agreed.status == 0 && agreed.output.contains("Booked: "), "\(agreed.errors)")
  }

  @Test(
    "an option without --book is a usage error",
    arguments: [
      (["--pay", "pm_card_visa"], "--pay needs --book"),
      (["--book", "--contact", "Ada"], "--contact: must be a name"),
      (["--book", "--agreed", "lots"], "--agreed"),
    ])
  func misuse(arguments: [String], complaint: String) throws {
    let run = try bench(["plan", text] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(complaint))
  }

  @Test func `booking invariants hold under pairs of faults`() throws {
    let run = try bench("booking-faults", "--seeds", "50", "--from", "7", "--pairs-only")
    #expect(run.status == 0)
    #expect(run.output == "fault                 runs  failed\ntwo faults, 50 seeds    40       0\n")
  }
}
