import Primitives
import Testing

@testable import bench

@Suite("Arguments")
struct ArgumentsTests {
  @Test(
    "the printed command repeats operands and the options that change the result",
    arguments: [
      (["baseline", "--seeds", "10"], "bench chaos baseline --seeds 10"),
      (["-o", "out", "--seeds=10", "--jobs", "2", "--json"], "bench chaos --seeds 10"),
      (
        ["--no-swarm", "a", "--scenario", "b", "--scenario", "c"],
        "bench chaos a --scenario b --scenario c --no-swarm"
      ),
      (["my file.json5"], "bench chaos 'my file.json5'"),
      (["--policy", "it's.json"], "bench chaos --policy 'it'\\''s.json'"),
      (["--no-swarm", "--", "--odd"], "bench chaos --no-swarm -- --odd"),
    ])
  func repeats(words: [String], command: String) throws {
    let arguments = try Arguments(words, for: ChaosCommand.self)
    #expect(arguments.repeatCommand() == command)
  }

  @Test(
    "a seed is run again under the options of the sweep",
    arguments: [
      ("bench chaos", "bench chaos storm --seeds 4..4"),
      ("bench chaos calm storm --seeds 1000", "bench chaos storm --seeds 4..4"),
      (
        "bench chaos --seeds 10 --policy 'my policy.json' --no-swarm",
        "bench chaos storm --policy 'my policy.json' --no-swarm --seeds 4..4"
      ),
      ("bench chaos --mutant retry-too-soon", "bench chaos storm --mutant retry-too-soon --seeds 4..4"),
      ("bench chaos mine.json5 --seeds 1..9", "bench chaos mine.json5 --seeds 4..4"),
      // --seed and --seeds A..B exclude each other.
      ("bench chaos --scenario mine.json5 --seed 7", "bench chaos --scenario mine.json5 --seeds 4..4"),
      // A command that this version does not understand is printed as it is.
      ("bench chaos --twins 5%", "bench chaos --twins 5%"),
    ])
  func replays(sweep: String, alone: String) {
    #expect(ChaosCommand.replayCommand(of: sweep)("storm", 4) == alone)
  }

  @Test(
    "words survive quoting and splitting",
    arguments: [["a", "b c", "it's", "", "\\", "'", "$HOME", "x=1,2%"], ["--a"], []])
  func shellWords(words: [String]) {
    #expect(ShellWords.split(words.map(ShellWords.quoted).joined(separator: " ")) == words)
  }
}
