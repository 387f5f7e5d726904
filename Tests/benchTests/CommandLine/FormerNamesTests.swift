import Testing

@testable import bench

@Suite("Former names")
struct FormerNamesTests {
  @Test(
    "of a command end with 64 and the current name",
    arguments: [
      (["digests"], "error: bench digests is now bench determinism"),
      (["bookings"], "error: bench bookings is now bench booking-faults"),
      (["contention"], "error: bench contention is now bench backoff"),
      (["store", "work"], "error: bench store work is now bench store soak"),
    ])
  func formerCommand(words: [String], message: String) throws {
    let run = try bench(words)
    #expect(run.status == 64)
    #expect(run.complaint == message)
    #expect(run.output.isEmpty)
  }

  @Test(
    "of an option end with 64 and the current name",
    arguments: [
      (["chaos", "--twins", "5%"], "--twins is now --recheck"),
      (["run", "--no-twin"], "--no-twin is now --no-host-run"),
      (["run", "--no-harness"], "--no-harness is now --no-overhead"),
      (["plan", "--taste", "x.json"], "--taste is now --preferences"),
      (["plan", "--learn"], "--learn is now --learn-preferences"),
      (["plan", "--day-words"], "--day-words is now --day-descriptions"),
      (["store", "check", "--books", "x"], "--books is now --ledgers"),
      (["store", "check", "--told", "x"], "--told is now --acknowledged"),
      (["store", "check", "--at-rest"], "--at-rest is now --quiescent"),
      (["store", "soak", "--life", "2"], "--life is now --generation"),
      (["store", "soak", "--since", "0"], "--since is now --series-start"),
    ])
  func formerOption(words: [String], message: String) throws {
    let run = try bench(words)
    #expect(run.status == 64)
    #expect(run.complaint == "error: \(message)")
    #expect(run.output.isEmpty)
  }

  @Test("have a current name that exists")
  func current() {
    let options = Set(commands.flatMap { $0.options.map(\.name) })
    for name in FormerNames.options.values { #expect(options.contains(name), "\(name)") }
    let names = Set(commands.map { $0.name })
    for (former, name) in FormerNames.commands {
      #expect(names.contains(name) && !names.contains(former), "\(name)")
    }
  }

  @Test("of an option are unknown to a command without the current one")
  func otherCommand() throws {
    #expect(try bench("list", "--taste", "x").complaint == "error: unknown option --taste")
  }
}
