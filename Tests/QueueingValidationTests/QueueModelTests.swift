import Testing

@testable import QueueingValidation

@Suite("Queue models")
struct QueueModelTests {
  /// The names moved once with the types into another module, and every published estimate with them.
  @Test func `the names of random streams are those of the published results`() {
    let model = QueueModel(
      .poisson(rates: [0.2, 0.4]),
      [
        .init(
          servers: 2, queueLimit: 4, service: .mixture(weights: [1, 0.5], of: [.constant(0), .constant(2)])),
        .init(service: .erlang(stages: 2, mean: 1)),
      ])
    #expect(
      model.key
        == "QueueModel(arrivals: Scenarios.QueueModel.Arrivals.poisson(rates: [0.2, 0.4]), stations: ["
        + "Scenarios.QueueModel.Station(servers: 2, queueLimit: Optional(4), service: "
        + "Scenarios.ServiceShape.mixture(weights: [1.0, 0.5], of: "
        + "[Scenarios.ServiceShape.constant(0.0), Scenarios.ServiceShape.constant(2.0)])), "
        + "Scenarios.QueueModel.Station(servers: 1, queueLimit: nil, service: "
        + "Scenarios.ServiceShape.erlang(stages: 2, mean: 1.0))])")
  }
}
