import Primitives
import Testing

/// The reason why a trace breaks a property.
struct Broken: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Runs `trace` over 100,000 seeds and stops at the first that is broken.
func overTraces(_ count: Int = 100_000, _ trace: (inout SplitMix64) throws -> Void) {
  for seed in 0..<count {
    var chance = SplitMix64(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    do {
      try trace(&chance)
    } catch {
      Issue.record("trace \(seed): \(error)")
      return
    }
  }
}

extension SplitMix64 {
  mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }
  mutating func flips() -> Bool { next() & 1 == 1 }
  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}
