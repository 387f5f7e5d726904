import Foundation
import TestSupport
import Testing

@Suite("Input and output")
struct InputOutputTests {
  static let printing = [
    "--help", "--version", "help chaos", "list", "show production", "show policy polly", "show blackout",
    "completion bash", "determinism --seeds 1", "prices --watches 1 --days 1",
    "plan 'A week in Rome from Berlin'",
    "trips", "trips --json", "backoff --clients 2 --rounds 1", "kernel spawn --rounds 1",
    "chaos baseline --seeds 1", "booking-faults --pairs-only --seeds 1", "report --format schema",
    "run --profile reference -c 1 --no-host-run --no-overhead -o FOLDER",
    "store measure --saves 1 --store file:FOLDER/store", "store check --store file:FOLDER/store",
    "mutants --list", "conformance FOLDER/vectors.json",
  ]

  private func prepare(_ folder: String) throws {
    for name in ["sessions", "journal"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/store/\(name)", withIntermediateDirectories: true)
    }
    let vectors = try Repository.text("Tests/ResilienceTests/Vectors/delays.json")
    try vectors.write(toFile: folder + "/vectors.json", atomically: true, encoding: .utf8)
  }

  @Test("output that cannot be written ends every command with 74", arguments: printing)
  func full(words: String) throws {
    try withTemporaryFolder { folder in
      try prepare(folder)
      let run = try benchShell("\"$0\" \(words.replacing("FOLDER", with: folder)) > /dev/full")
      #expect(run.status == 74, "\(run.errors)")
      #expect(run.errors.contains("error: cannot write to standard output: No space left on device\n"))
      #expect(run.verdict == "verdict=error exit=74")
    }
  }

  @Test("a closed standard output is output that cannot be written, and no file takes its place")
  func closed() throws {
    try withTemporaryFolder { folder in
      let run = try benchShell(
        "\"$0\" trips -o \(folder)/trips >&-; code=$?; grep -rl 'predicted stay' \(folder); exit $code")
      #expect(run.status == 74)
      #expect(run.output.isEmpty)
    }
  }

  @Test("a reader that closes its pipe is no error", arguments: ["list", "determinism --seeds 100000"])
  func pipe(words: String) throws {
    let run = try benchShell("\"$0\" \(words) | head -n 1")
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.errors == "verdict=pass exit=0\n")
  }

  @Test(
    "a file that cannot be written ends a command with 74",
    arguments: [
      "chaos baseline --seeds 1 --junit /dev/full", "backoff --clients 2 --rounds 1 --plot /dev/full",
      "run --profile reference -c 1 --no-host-run --no-overhead -o FOLDER --trace /dev/full",
    ])
  func files(words: String) throws {
    try withTemporaryFolder { folder in
      let run = try benchShell("\"$0\" \(words.replacing("FOLDER", with: folder)) -q > /dev/null")
      // Without gnuplot there is no plot to write.
      if words.contains("--plot"), run.status == 0 { return }
      #expect(run.status == 74)
      #expect(run.errors.contains("error: cannot write \"/dev/full\": No space left on device"))
      #expect(try benchShell("test -c /dev/full").status == 0)
    }
  }

  @Test("a file is written through a symbolic link, into a pipe, and with the mode it had")
  func targets() throws {
    try withTemporaryFolder { folder in
      let run = try benchShell(
        """
        cd \(folder); echo old > private; chmod 600 private; ln -s private link
        "$0" chaos baseline --seeds 1 -q --junit link > /dev/null
        "$0" chaos baseline --seeds 1 -q --junit >(cat > piped; touch done) > /dev/null
        while [ ! -e done ]; do sleep 0.05; done
        stat -c '%F %a' link private; head -c 5 private; echo; head -c 5 piped; ls -A | sort | tr '\\n' ' '
        """)
      #expect(
        run.output == "symbolic link 777\nregular file 600\n<?xml\n<?xmldone link piped private ",
        "\(run.errors)")
    }
  }

  // MARK: Input

  static let reading: [(words: String, file: String)] = [
    (
      "validate --cases FILE",
      #"[{"id": "a", "system": "M/M/1", "lambda": 1, "mu": 2, "quantity": "W", "value": 1}]"#
    ),
    ("run --policy FILE --profile reference -c 1 --no-host-run --no-overhead -o FOLDER", "{}"),
    ("chaos baseline --seeds 1 --policy FILE", "{}"),
    ("plan 'A week in Rome from Berlin' --policy FILE", "{}"),
    ("store check --store file:FOLDER/store --acknowledged FILE", "\n"),
  ]

  @Test(
    "a file, a pipe and standard input are read alike", arguments: reading,
    ["<(cat FOLDER/input)", "- < FOLDER/input", "/dev/stdin < FOLDER/input", "FOLDER/input"])
  func reads(test: (words: String, file: String), form: String) throws {
    try withTemporaryFolder { folder in
      try prepare(folder)
      try test.file.write(toFile: folder + "/input", atomically: true, encoding: .utf8)
      let words = test.words.replacing("FILE", with: form).replacing("FOLDER", with: folder)
      let run = try benchShell("\"$0\" \(words)")
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test("what a command shows is what a command reads through a pipe")
  func operands() throws {
    try withTemporaryFolder { folder in
      try prepare(folder)
      for script in [
        #""$0" show baseline | "$0" chaos - --seeds 1"#,
        #""$0" chaos <("$0" show baseline) --seeds 1"#,
        #""$0" chaos baseline --seeds 1 --json | "$0" merge -"#,
        #""$0" run --json -q --profile reference -c 1 --no-host-run --no-overhead -o FOLDER | "$0" report -"#,
        #"cat FOLDER/vectors.json | "$0" conformance -"#,
        #""$0" show policy polly | "$0" run --policy - --profile reference -c 1 --no-host-run -o FOLDER --no-overhead"#,
      ] {
        let run = try benchShell(script.replacing("FOLDER", with: folder))
        #expect(run.status == 0, "\(script): \(run.errors)")
      }
    }
  }

  @Test(
    "standard input is read once", arguments: ["conformance - -", "chaos - --policy -", "merge - /dev/stdin"])
  func once(words: String) throws {
    let run = try benchShell("\"$0\" \(words) < /dev/null")
    #expect(run.status == 64)
    #expect(run.complaint == "error: standard input can be read only once, and is given twice")
  }

  @Test("a folder as input is refused with the reason")
  func folder() throws {
    let run = try bench("report", "/tmp")
    #expect(run.status == 65)
    #expect(run.complaint == "error: cannot read \"/tmp\": Is a directory")
  }
}
