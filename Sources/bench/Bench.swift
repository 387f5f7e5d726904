import CJemalloc
import SimCore

@main
struct Bench {
  nonisolated static func main() throws {
    func time(_ name: String, _ body: () throws -> Simulation.Outcome<Int>) rethrows {
      for _ in 0..<3 {
        let start = ContinuousClock.now
        let o = try body()
        let e = ContinuousClock.now - start
        print(name, Double(e.components.seconds) * 1e9 + Double(e.components.attoseconds) / 1e9, "ns", (Double(e.components.seconds) * 1e9 + Double(e.components.attoseconds) / 1e9) / Double(o.value), o.digest, o.certificate)
      }
    }
    let wanted = CommandLine.arguments.dropFirst()
    func on(_ n: String) -> Bool { wanted.isEmpty || wanted.contains(n) }
    if on("sleepers") { try time("sleepers") { try KernelWorkload.sleepers() } }
    if on("fanout4") { try time("fanout4") { try KernelWorkload.fanout4() } }
    if on("group4") { try time("group4") { try KernelWorkload.group4() } }
    if on("discard4") { try time("discard4") { try KernelWorkload.discard4() } }
    if on("imm4") { try time("imm4") { try KernelWorkload.imm4() } }
    if on("gimm4") { try time("gimm4") { try KernelWorkload.gimm4() } }
    if on("dimm4") { try time("dimm4") { try KernelWorkload.dimm4() } }
    if on("tasks4") { try time("tasks4") { try KernelWorkload.tasks4() } }
    if on("spawn") { try time("spawn") { try KernelWorkload.spawn() } }
    if on("crowd") { try time("crowd") { try KernelWorkload.crowd { } } }
  }
}
extension KernelWorkload {
  static func rounds(parents: Int, rounds: Int, _ one: @escaping @Sendable (SimClock) async throws -> Void) throws -> Simulation.Outcome<Int> {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<parents {
          group.addTask { for _ in 0..<rounds { try await one(clock) } }
        }
        try await group.waitForAll()
      }
      return parents * rounds
    }
  }
  static func group4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    try await withThrowingTaskGroup(of: Void.self) { g in for i in 1...4 { g.addTask { try await clock.sleep(for: .milliseconds(10 * i)) } }
      try await g.waitForAll() } } }
  static func discard4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    try await withThrowingDiscardingTaskGroup { g in for i in 1...4 { g.addTask { try await clock.sleep(for: .milliseconds(10 * i)) } }
       } } }
  static func tasks4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    let a = Task { try await clock.sleep(for: .milliseconds(10)) }
    let b = Task { try await clock.sleep(for: .milliseconds(20)) }
    let c = Task { try await clock.sleep(for: .milliseconds(30)) }
    let d = Task { try await clock.sleep(for: .milliseconds(40)) }
    _ = try await (a.value, b.value, c.value, d.value)
     } }

  static func imm4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    let a = Task.immediate { try await clock.sleep(for: .milliseconds(10)) }
    let b = Task.immediate { try await clock.sleep(for: .milliseconds(20)) }
    let c = Task.immediate { try await clock.sleep(for: .milliseconds(30)) }
    let d = Task.immediate { try await clock.sleep(for: .milliseconds(40)) }
    _ = try await (a.value, b.value, c.value, d.value)
     } }
  static func gimm4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    try await withThrowingTaskGroup(of: Void.self) { g in for i in 1...4 { g.addImmediateTask { try await clock.sleep(for: .milliseconds(10 * i)) } }
      try await g.waitForAll() } } }
  static func dimm4() throws -> Simulation.Outcome<Int> { try rounds(parents: 100, rounds: 2000) { clock in
    try await withThrowingDiscardingTaskGroup { g in for i in 1...4 { g.addImmediateTask { try await clock.sleep(for: .milliseconds(10 * i)) } }
       } } }
}
