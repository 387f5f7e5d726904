import Foundation
import Primitives
import Testing

private typealias Specification = LatencyDistribution.Specification

/// A specification and what is said about it.
struct Said: CustomTestStringConvertible, Sendable {
  let specification: LatencyDistribution.Specification
  let text: String
  init(_ specification: LatencyDistribution.Specification, _ text: String) {
    self.specification = specification
    self.text = text
  }
  var testDescription: String { text }
}

@Suite("Latency distributions that cannot be")
struct LatencyDistributionErrorTests {
  @Test(
    "are refused, naming parameter and value",
    arguments: [
      Said(.constant(.milliseconds(-1)), "constant: value must not be negative, was -1ms"),
      Said(
        .uniform(low: .milliseconds(5), high: .milliseconds(4)),
        "uniform: high must be at least low (5ms), was 4ms"
      ),
      Said(.exponential(mean: .zero), "exponential: mean must be positive, was 0s"),
      Said(
        .normal(mean: .milliseconds(1), standardDeviation: .zero),
        "normal: standardDeviation must be positive, was 0s"
      ),
      Said(
        .logNormal(median: .milliseconds(700), p99: .milliseconds(210)),
        "log-normal: p99 must be at least median (700ms), was 210ms"
      ),
      Said(.logNormal(median: .zero, p99: .milliseconds(1)), "log-normal: median must be positive, was 0s"),
      Said(
        .logNormalMoments(mean: .milliseconds(1), standardDeviation: .milliseconds(-1)),
        "log-normal: standardDeviation must not be negative, was -1ms"
      ),
      Said(.pareto(minimum: .milliseconds(1), shape: .nan), "pareto: shape must be a finite number"),
      Said(.pareto(minimum: .milliseconds(1), shape: -2), "pareto: shape must be positive, was -2.0"),
      Said(
        .paretoMean(mean: .milliseconds(1), shape: 1),
        "pareto: shape must be at least 1 (for a mean to exist) (exclusive), was 1.0"
      ),
      Said(
        .paretoQuantiles(median: .milliseconds(2), p99: .milliseconds(1)),
        "pareto: p99 must be at least median (2ms), was 1ms"
      ),
      Said(.gamma(mean: .milliseconds(1), shape: 0), "gamma: shape must be positive, was 0.0"),
      Said(.erlang(mean: .milliseconds(1), stages: 0), "erlang: stages must be positive, was 0"),
      Said(.mixture(weights: [], of: []), "mixture: weights must not be empty"),
      Said(.mixture(weights: [1], of: []), "mixture: weights and of must be equally many, were 1 and 0"),
      Said(
        .hyperexponential(weights: [0], means: [.milliseconds(1)]),
        "hyperexponential: the weights must add up to more than zero"
      ),
      Said(
        .hyperexponential(weights: [1, -1], means: [.milliseconds(1), .milliseconds(2)]),
        "hyperexponential: weights must not be negative, was -1.0"
      ),
      Said(
        .hyperexponential(weights: [.infinity], means: [.milliseconds(1)]),
        "hyperexponential: weights must be a finite number"
      ),
      Said(.quantiles([]), "quantiles: quantiles must not be empty"),
      Said(
        .quantiles([.init("50%", .milliseconds(2)), .init("50%", .milliseconds(3))]),
        "quantiles: each quantile must be at least the quantile before (50%), was 50%"
      ),
      Said(
        .quantiles([.init("50%", .milliseconds(2)), .init("90%", .milliseconds(1))]),
        "quantiles: the value at 90% must be at least the value at 50% (2ms), was 1ms"
      ),
      Said(
        .histogram(upperBounds: [.milliseconds(1)], counts: [0]),
        "histogram: the weights must add up to more than zero"
      ),
    ] as [Said])
  func refused(said: Said) {
    let error = #expect(throws: DistributionError.self) { try LatencyDistribution(said.specification) }
    #expect(error?.description == said.text)
  }

  @Test(
    "the values next to the impossible ones are accepted",
    arguments: [
      .constant(.zero), .uniform(low: .milliseconds(5), high: .milliseconds(5)),
      .exponential(mean: .nanoseconds(1)),
      .logNormal(median: .milliseconds(700), p99: .milliseconds(700)),
      .logNormalMoments(mean: .milliseconds(1), standardDeviation: .zero),
      .paretoMean(mean: .milliseconds(1), shape: 1.01),
      .paretoQuantiles(median: .milliseconds(2), p99: .milliseconds(2)),
      .erlang(mean: .milliseconds(1), stages: 1),
      .quantiles([.init("50%", .milliseconds(2))]), .histogram(upperBounds: [.milliseconds(1)], counts: [1]),
    ] as [Specification])
  fileprivate func accepted(specification: Specification) throws {
    let distribution = try LatencyDistribution(specification)
    var generator = SplitMix64(seed: 1)
    for _ in 0..<100 {
      #expect((0...LatencyDistribution.longestDraw).contains(distribution.draw(using: &generator)))
    }
  }

  @Test(
    "the merely insane is clamped",
    arguments: [
      Said(.constant(.seconds(1_000_000)), "constant 86400s"),
      Said(.pareto(minimum: .milliseconds(1), shape: 0.01), "pareto minimum 1ms shape 0.5"),
      Said(.pareto(minimum: .milliseconds(1), shape: 1e9), "pareto minimum 1ms shape 100.0"),
      Said(.gamma(mean: .milliseconds(1), shape: 1e9), "gamma mean 1ms shape 10000.0"),
      Said(.erlang(mean: .milliseconds(1), stages: 1_000_000), "erlang mean 1ms stages 10000"),
      Said(
        .logNormal(median: .milliseconds(1), p99: .seconds(80_000)), "log-normal median 1ms p99 1.07389083s"
      ),
    ] as [Said])
  func clamped(said: Said) throws {
    #expect("\(try LatencyDistribution(said.specification))" == said.text)
  }
}

@Suite("Latency distributions in files")
struct LatencyDistributionCodingTests {
  private func decode(_ json: String) throws -> LatencyDistribution {
    try JSONDecoder().decode(LatencyDistribution.self, from: Data(json.utf8))
  }

  @Test("come back as they were", arguments: knownDistributions)
  func roundTrip(known: KnownDistribution) throws {
    let distribution = try LatencyDistribution(known.specification)
    let again = try JSONDecoder().decode(LatencyDistribution.self, from: JSONEncoder().encode(distribution))
    #expect(again == distribution)
    #expect(again.description == known.text)
    var (a, b) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
    for _ in 0..<20 { #expect(again.draw(using: &a) == distribution.draw(using: &b)) }
  }

  @Test("a text alone is a constant")
  func constant() throws {
    #expect(try decode(#""300ms""#) == .constant(.milliseconds(300)))
  }

  @Test(
    "errors say what is wrong and what is allowed",
    arguments: [
      (#"{"kind":"lognormal"}"#, #"unknown distribution "lognormal"; known are constant, uniform, "#),
      (#"{"kind":"exponential","mean":"5ms","p99":"9ms"}"#, #"exponential has no "p99"; it has mean"#),
      (
        #"{"kind":"exponential","mean":"5"}"#,
        #"a time needs a unit (ns, us, ms, s, m, h), such as "210ms"; was "5""#
      ),
      (#""fast""#, #"a time needs a unit (ns, us, ms, s, m, h), such as "210ms"; was "fast""#),
      (
        #"{"kind":"log-normal","median":"5ms","p99":"4ms"}"#,
        "log-normal: p99 must be at least median (5ms), was 4ms"
      ),
      (
        #"{"kind":"log-normal","median":"5ms","p99":"6ms","mean":"5ms"}"#,
        "takes either median and p99 or mean and standardDeviation, not both"
      ),
      (
        #"{"kind":"gamma","mean":"5ms","shape":2,"standardDeviation":"6ms"}"#,
        "takes either shape or standardDeviation, not both"
      ),
      (
        #"{"kind":"pareto","median":"5ms","p99":"9ms","shape":2}"#,
        "takes either median and p99 or minimum and shape, not both"
      ),
      (
        #"{"kind":"quantiles","p50":"5ms","q99":"6ms"}"#,
        "a quantile is min, max, or p and a percentage such as p99.9; was \"q99\""
      ),
    ])
  func errors(json: String, message: String) {
    let error = #expect(throws: DecodingError.self) { try decode(json) }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("expected corrupted data, was \(String(describing: error))")
      return
    }
    #expect(context.debugDescription.hasPrefix(message))
  }
}
