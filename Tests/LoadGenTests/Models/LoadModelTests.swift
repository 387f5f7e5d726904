import Foundation
import Primitives
import Testing

@testable import LoadGen

@Suite("Load models")
struct LoadModelTests {
  @Test(
    "a model has a summary of one line, and comes back from its JSON",
    arguments: [
      (.sequential(requests: 100), "sequential, 100 requests"),
      (.closed(users: 1, stop: .iterations(1)), "closed, 1 user, no think time, 1 request each"),
      (
        .closed(
          users: 1000, think: try? LatencyDistribution(.exponential(mean: .seconds(5))),
          stop: .duration(60_000_000_000)),
        "closed, 1,000 users, think exponential mean 5s, for 60.0 s"
      ),
      (
        .open(
          OpenLoad(
            arrivals: .poisson, rate: .constant(500), duration: 30_000_000_000,
            limit: InFlightLimit(64, whenFull: .drop))),
        "open, Poisson arrivals, constant 500/s, for 30.0 s, at most 64 in flight, rest dropped"
      ),
      (
        .batch(requests: 30, users: 3),
        "open, all arrive at once, 30 requests, at most 3 in flight, rest wait"
      ),
    ] as [(LoadModel, String)])
  func summary(model: LoadModel, text: String) throws {
    #expect(model.summary == text)
    #expect(try JSONDecoder().decode(LoadModel.self, from: JSONEncoder().encode(model)) == model)
  }
}
