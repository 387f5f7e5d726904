import Configuration
import Foundation
import Primitives
import SimCore
import SimulatedServices
import SimulatedTravel
import TestSupport
import Testing

@Suite("Generated service profiles")
struct ProfileFuzzTests {
  @Test func `are refused with a path, or their services answer`() throws {
    let encoder = JSONEncoder()
    let samples =
      try ServiceProfile.named.map { String(decoding: try encoder.encode($0), as: UTF8.self) } + [
        """
        {"base": "reference", "flights": {"latency": {"logNormal": {"median": "80ms", "p99": "900ms"}}, "servers": 4,
         "queueLimit": 10, "errors": "0.2%", "quota": {"requests": 40, "window": "1s"}}}
        """
      ]
    InputMutator.each(of: samples) { text in
      guard let profile = try? JSONDecoder().decode(ServiceProfile.self, from: Data(text.utf8)) else {
        return
      }
      var simulation = Simulation(seed: 1)
      simulation.allowsLeftovers = false
      simulation.stepBudget = 20_000
      _ = try? simulation.run { world in
        for service in ServiceProfile.Service.allCases {
          let station = ServiceStation(
            service.rawValue, profile[service], clock: world.clock, random: world.random)
          for call in 0..<3 as Range<UInt64> { _ = try? await station.serve(call) }
          _ = station.measures
        }
      }
    }
  }
}
