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
    try time("sleepers") { try KernelWorkload.sleepers() }
    if CommandLine.arguments.count > 1 { return }
    try time("fanout4") { try KernelWorkload.fanout4() }
    try time("spawn") { try KernelWorkload.spawn() }
    try time("crowd") { try KernelWorkload.crowd { } }
  }
}
