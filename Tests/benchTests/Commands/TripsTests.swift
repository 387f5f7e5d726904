import Foundation
import TestSupport
import Testing

@Suite("bench trips")
struct TripsTests {
  @Test("writes seven documents for each of four trips, the same bytes for the same seed")
  func files() throws {
    try withTemporaryFolder { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      let run = try bench("trips", "-o", a)
      #expect(run.status == 0)
      for word in ["Varanasi", "Hampta Pass", "Goa", "Manali", "₹36,096.00", "CONFIRMED"] {
        #expect(run.output.contains(word))
      }
      #expect(try bench("trips", "-o", b).output == run.output)
      let files = try contents(a)
      #expect(files.count == 28)
      #expect(try contents(b) == files)
      // Again into the same folder: they are there already.
      #expect(try bench("trips", "-o", a).status == 0)
      #expect(try contents(a) == files)
      #expect(try bench("trips", "-o", a, "--seed", "7").status == 0)
      #expect(try contents(a).count == 56)
    }
  }

  @Test("documents conform to the published schema, and corrupted ones do not")
  func schema() throws {
    let script = """
      import json, sys, subprocess
      from jsonschema import Draft202012Validator
      schema = json.load(open(sys.argv[1]))
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      records = [record for trip in json.load(open(sys.argv[2])) for record in trip]
      wrong = 0
      for record in records:
          assert not list(validator.iter_errors(record)), record["version"]
          for key in record:
              less = {k: v for k, v in record.items() if k != key}
              more = {**record, "surplus": 1}
              other = {**record, key: {"surplus": record[key]}}
              wrong += bool(list(validator.iter_errors(more))) and bool(list(validator.iter_errors(other)))
      print(len(records), wrong == sum(len(record) for record in records))
      """
    guard try python(["-c", "import jsonschema"]).status == 0 else {
      Issue.record("needs Python's jsonschema package: pip install jsonschema")
      return
    }
    try withTemporaryFolder { folder in
      let run = try bench("trips", "--json")
      let file = "\(folder)/trips.json"
      try Data(run.output.utf8).write(to: URL(fileURLWithPath: file))
      let checked = try python([
        "-c", script, Repository.path("schema/trip-record.schema.json"), file,
      ])
      #expect(checked.status == 0, "\(checked.errors)")
      #expect(checked.output == "28 True\n")
    }
  }

  @Test("--store stores the same documents in a database, and refuses a place that cannot hold them")
  func database() throws {
    try withTemporaryFolder { folder in
      #expect(try bench("trips", "--store", "sqlite:\(folder)/trips.db").status == 0)
      #expect(try bench("trips", "--store", "sqlite:\(folder)/trips.db").status == 0)
      let rows = try python([
        "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(*[r[0] for r in c.execute('select destination from trip_intents order by 1')])",
        "\(folder)/trips.db",
      ])
      #expect(rows.output == "Goa Hampta Pass Manali Varanasi\n")
      #expect(try bench("trips", "--store", "memory").status == 64)
      #expect(try bench("trips", "--store", "sqlite:\(folder)/none/trips.db").status == 74)
    }
  }

  @Test("--confirmations prints the confirmations that customers get")
  func confirmations() throws {
    let run = try bench("trips", "--confirmations")
    #expect(run.output.components(separatedBy: "Booking confirmation CONF_").count == 5)
    #expect(run.output.contains("Valid      until 2026-01-02T"))
  }

  @Test("a folder that cannot be written ends with 74, an operand with 64, a foreign file with 65")
  func mistakes() throws {
    #expect(try bench("trips", "here").status == 64)
    #expect(try bench("trips", "-o", "/proc/none").status == 74)
    try withTemporaryFolder { folder in
      #expect(try bench("trips", "-o", folder).status == 0)
      let name = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/intents")[0]
      try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder)/intents/\(name)"))
      let run = try bench("trips", "-o", folder)
      #expect(run.status == 65)
      #expect(run.complaint.contains("intents/\(name)"))
    }
  }

  private func contents(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for part in try FileManager.default.contentsOfDirectory(atPath: folder) where !part.hasPrefix(".") {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)") {
        files["\(part)/\(name)"] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(part)/\(name)"))
      }
    }
    return files
  }
}
