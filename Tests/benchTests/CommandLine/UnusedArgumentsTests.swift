import Foundation
import Testing

@testable import bench

@Suite("What a command does not use is refused")
struct UnusedArgumentsTests {
  @Test(
    "an option or an operand without effect ends with 64 before any work",
    arguments: [
      ("metastability --target nope --policy planner", "unknown target \"nope\""),
      ("metastability --target flights", "--target needs --policy"),
      ("metastability hedged --policy planner", "\"hedged\" has no effect here"),
      ("metastability fixed-three-retries --policy planner", "\"fixed-three-retries\" has no effect here"),
      ("metastability short-queue --policy planner --service x.json", "\"short-queue\" has no effect here"),
      ("mutants --list x", "takes no operand here, was given \"x\""),
      ("mutants --list --seeds 3", "--seeds has no effect here"),
      ("help run extra", "takes one command, was given \"extra\""),
      ("--version extra", "stands alone"),
      ("store check --store file:x --saves 3", "--saves has no effect here"),
      ("store measure --store file:x --quiescent", "--quiescent has no effect here"),
      ("store soak --store file:x --ledgers y --acknowledged z", "--acknowledged has no effect here"),
      ("report --format schema run.json", "takes no operand"),
      ("run --clock virtual --time-scale 0.5", "--time-scale has no effect here"),
      ("run --no-host-run --time-scale 0.5", "--time-scale has no effect here"),
      ("run --rate 5/s --time-scale 0.5", "--time-scale has no effect here"),
      ("run --clock host -c 3", "--concurrency has no effect here"),
      ("run --clock host -n 3", "--requests has no effect here"),
      ("run --clock host --rate 3/s", "leave out --clock host"),
      ("run --clock host --no-host-run", "leave nothing to run"),
      ("chaos baseline --explain 0 --shrink-runs 5", "--shrink-runs has no effect here"),
      ("trips --json --confirmations", "--confirmations has no effect here"),
      ("list x", "takes no operand"), ("doctor x", "takes no operand"), ("trips x", "takes no operand"),
      ("prices x", "takes no operand"), ("determinism x", "takes no operand"),
      ("validate x", "takes no operand"),
      ("completion bash zsh", "takes one shell"), ("show production reference", "takes one name"),
      ("replay a b", "takes one replay file"), ("plan a b", "takes one text"),
    ])
  func refused(words: String, says: String) throws {
    let run = try bench(words.split(separator: " ").map(String.init))
    #expect(run.status == 64)
    #expect(run.complaint.hasPrefix("error: ") && run.complaint.contains(says), "\(run.complaint)")
    #expect(run.output.isEmpty)
  }

  @Test("the arguments know what was read")
  func uses() throws {
    let arguments = try Arguments(["a", "--seeds", "3", "--no-swarm"], for: ChaosCommand.self)
    func refusal() -> String? {
      do throws(CommandError) { try arguments.refuseUnused() } catch { return error.message }
      return nil
    }
    #expect(refusal() == "--seeds has no effect here: leave it out")
    #expect(arguments.text(SeedsOptions.seeds) == "3")
    #expect(refusal() == "--no-swarm has no effect here: leave it out")
    #expect(arguments.has(ChaosCommand.noSwarm))
    #expect(refusal() == "bench chaos takes no operand here, was given \"a\"")
    #expect(arguments.operands == ["a"])
    #expect(refusal() == nil)
  }

  @Test(
    "an option without its value, or before its command, is told how it is spelt",
    arguments: [
      ("run --profile --seed 3", "--profile needs a value: --profile NAME, but --seed follows"),
      ("run --profile --seed=3", "--profile needs a value: --profile NAME, but --seed=3 follows"),
      ("run -c -n 3", "-c needs a value: --concurrency N,..., but -n follows"),
      ("run --profile", "--profile needs a value: --profile NAME"),
      ("--json run", "the command comes before its options: bench run --json ..."),
      ("--seed 3 chaos baseline", "the command comes before its options: bench chaos --seed ..."),
      ("-q conform x", "the command comes before its options: bench conform -q ..."),
    ])
  func spelling(words: String, message: String) throws {
    let run = try bench(words.split(separator: " ").map(String.init))
    #expect(run.status == 64)
    #expect(run.complaint == "error: \(message)")
  }

  @Test("an option's value may look like an option when it is joined to it")
  func joined() throws {
    let arguments = try Arguments(["--scenario=--seed", "--policy", "--x"], for: ChaosCommand.self)
    #expect(arguments.text(ScenarioOptions.scenario) == "--seed")
    #expect(arguments.text(PolicyOptions.policy) == "--x")
  }
}
