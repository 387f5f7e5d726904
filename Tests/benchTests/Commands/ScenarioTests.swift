import Foundation
import TestSupport
import Testing

@Suite("Scenarios as files")
struct ScenarioTests {
  @Test("the published schema is the program's")
  func published() throws {
    let schema = try bench("show", "scenario-schema")
    #expect(schema.status == 0)
    #expect(schema.output == (try Repository.text("schema/scenario.schema.json")))
  }

  @Test("scenarios of the catalogue conform to the schema, and corrupted ones do not")
  func schema() throws {
    guard try python(["-c", "import jsonschema"]).status == 0 else {
      Issue.record("needs Python's jsonschema package: pip install jsonschema")
      return
    }
    let list = try bench("list").output
    let names = list.split(separator: "\n").drop { !$0.hasPrefix("scenarios") }.dropFirst()
      .prefix { $0.hasPrefix("  ") }.compactMap { $0.split(separator: ":").first?.split(separator: " ").last }
    #expect(names.count >= 28 && names.contains("blackout"))
    let script = """
      import copy, json, sys
      from jsonschema import Draft202012Validator
      schema = json.load(open(sys.argv[1]))
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      for file in sys.argv[2:]:
          scenario = json.load(open(file))
          found = [e.message[:200] for e in validator.iter_errors(scenario)]
          assert not found, (file, found)
          def damaged(path, value):
              other = copy.deepcopy(scenario)
              inner = other
              for step in path[:-1]: inner = inner[step]
              inner[path[-1]] = value
              return other
          wrong = [damaged(["surplus"], 1), damaged(["seed"], "one"), damaged(["load", "requests"], 0),
                   damaged(["load", "scope"], "all"), damaged(["name"], "Not a name"), damaged(["faults"], {})]
          if scenario["faults"]:
              wrong += [damaged(["faults", 0, "surplus"], 1), damaged(["faults", 0, "side"], "beside"),
                        damaged(["faults", 0, "kind"], "unkind"), damaged(["faults", 0, "probability"], 2)]
          for bad in wrong:
              assert list(validator.iter_errors(bad)), (file, bad)
      print(len(sys.argv) - 2)
      """
    try withTemporaryFolder { folder in
      var files: [String] = []
      for name in names {
        let shown = try bench("show", String(name))
        #expect(shown.status == 0)
        files.append("\(folder)/\(name).json")
        try shown.output.write(toFile: files[files.count - 1], atomically: true, encoding: .utf8)
      }
      let checked = try python(["-c", script, Repository.path("schema/scenario.schema.json")] + files)
      #expect(checked.status == 0, "\(checked.errors)")
      #expect(checked.output == "\(names.count)\n")
    }
  }
}
