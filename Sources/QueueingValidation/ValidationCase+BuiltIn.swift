extension ValidationCase {
  /// Known results of queueing theory. Service rates are 1 unless said.
  package static let builtIn: [ValidationCase] =
    mm1 + severalServers + lossSystems + generalService + limitedAndRegular + closedNetworks
    + prioritiesAndTandem

  /// `W = 1 / (μ - λ)`; the time in system is exponential.
  private static var mm1: [ValidationCase] {
    let half = single(0.5)
    let eight = single(0.8)
    var cases: [ValidationCase] = [
      .init("mm1-0.5-W", half, .timeInSystem, 2),
      .init("mm1-0.5-Wq", half, .timeInQueue, 1),
      .init("mm1-0.5-L", half, .numberInSystem, 1),
      .init("mm1-0.5-p99", half, .percentile(99), 9.210340372),
      .init("mm1-0.8-W", eight, .timeInSystem, 5),
      .init("mm1-0.8-Wq", eight, .timeInQueue, 4),
      .init("mm1-0.8-L", eight, .numberInSystem, 4),
      .init("mm1-0.8-Lq", eight, .numberInQueue, 3.2),
      .init("mm1-0.8-X", eight, .throughput, 0.8),
      .init("mm1-0.8-wait", eight, .waitProbability, 0.8),
      .init("mm1-0.8-p50", eight, .percentile(50), 3.4657359028),
      .init("mm1-0.8-p90", eight, .percentile(90), 11.5129254650),
      .init("mm1-0.8-p99", eight, .percentile(99), 23.0258509299),
      .init("mm1-0.8-p99.9", eight, .percentile(99.9), 34.5387763949),
      .init("mm1-0.8-little", eight, .littlesLaw, 1),
    ]
    for (load, mean, p99) in [
      (0.9, 10.0, 46.0517018599), (0.95, 20, 92.1034037198), (0.99, 100, 460.5170185988),
    ] {
      cases.append(.init("mm1-\(load)-W", single(load), .timeInSystem, mean))
      cases.append(.init("mm1-\(load)-p99", single(load), .percentile(99), p99))
    }
    return cases
  }

  /// Erlang C.
  private static var severalServers: [ValidationCase] {
    [
      .init("mm2-C", erlang(1.5, 2), .waitProbability, 9.0 / 14),
      .init("mm2-Wq", erlang(1.5, 2), .timeInQueue, 9.0 / 7),
      .init("mm2-Lq", erlang(1.5, 2), .numberInQueue, 27.0 / 14),
      .init("mm2-L", erlang(1.5, 2), .numberInSystem, 24.0 / 7),
      .init("mm3-C", erlang(2, 3), .waitProbability, 4.0 / 9),
      .init("mm3-Wq", erlang(2, 3), .timeInQueue, 4.0 / 9),
      .init("mm3-L", erlang(2, 3), .numberInSystem, 26.0 / 9),
      .init("mm5-C", erlang(4, 5), .waitProbability, 128.0 / 231),
      .init("mm5-W", erlang(4, 5), .timeInSystem, 1.5541125541),
      .init("mm8-C", erlang(6.4, 8), .waitProbability, 0.4576449254),
      .init("mm8-Wq", erlang(6.4, 8), .timeInQueue, 0.2860280784),
      .init("mm10-C", erlang(9, 10), .waitProbability, 0.6687315241),
      .init("mm10-Wq", erlang(9, 10), .timeInQueue, 0.6687315241),
      .init("mm10-Lq", erlang(9, 10), .numberInQueue, 6.0185837170),
      .init("mm100-C", erlang(90, 100), .waitProbability, 0.2169404809),
      .init("mm100-Wq", erlang(90, 100), .timeInQueue, 0.0216940481),
    ]
  }

  /// Erlang B: whoever finds all servers busy is lost.
  private static var lossSystems: [ValidationCase] {
    let known: [(Int, Double, Double)] = [
      (1, 1, 0.5), (2, 1, 0.2), (5, 3, 81.0 / 736), (10, 5, 0.0183845703), (10, 10, 0.2145823431),
      (20, 15, 0.0455932156), (100, 100, 0.0757004527),
    ]
    return known.map { servers, load, blocking in
      let station = QueueModel.Station(servers: servers, queueLimit: 0, service: .exponential(mean: 1))
      return .init(
        "erlang-b-\(servers)-\(load)", QueueModel(.poisson(rates: [load]), [station]), .blocking, blocking)
    }
  }

  /// Pollaczek and Khinchine: `Wq = λ E[S²] / (2 (1 - ρ))`.
  private static var generalService: [ValidationCase] {
    let hyper = ServiceShape.mixture(
      weights: [0.9, 0.1], of: [.exponential(mean: 0.5), .exponential(mean: 5.5)])
    let rare = ServiceShape.mixture(weights: [0.99, 0.01], of: [.constant(0.5), .constant(50.5)])
    return [
      .init("md1-0.5-Wq", single(0.5, .constant(1)), .timeInQueue, 0.5),
      .init("md1-0.8-Wq", single(0.8, .constant(1)), .timeInQueue, 2),
      .init("md1-0.8-W", single(0.8, .constant(1)), .timeInSystem, 3),
      .init("md1-0.8-Lq", single(0.8, .constant(1)), .numberInQueue, 1.6),
      .init("md1-0.9-Wq", single(0.9, .constant(1)), .timeInQueue, 4.5),
      .init("mg1-uniform-Wq", single(0.8, .uniform(low: 0, high: 2)), .timeInQueue, 8.0 / 3),
      .init("mg1-erlang2-Wq", single(0.8, .erlang(stages: 2, mean: 1)), .timeInQueue, 3),
      .init("mg1-hyper-Wq", single(0.8, hyper), .timeInQueue, 13),
      .init("mg1-hyper-W", single(0.8, hyper), .timeInSystem, 14),
      .init("mg1-two-point-Wq", single(0.8, rare), .timeInQueue, 51.5),
    ]
  }

  private static var limitedAndRegular: [ValidationCase] {
    let station = QueueModel.Station(queueLimit: 4, service: .exponential(mean: 1))
    let limited = QueueModel(.poisson(rates: [0.8]), [station])
    var cases: [ValidationCase] = [
      .init("mm1k5-blocking", limited, .blocking, 1024.0 / 11529),
      .init("mm1k5-L", limited, .numberInSystem, 1.8683320323),
      .init("mm1k5-W", limited, .timeInSystem, 2.5630652070),
      .init("mm1k5-X", limited, .throughput, 0.7289444011),
    ]
    for (load, wait) in [(0.5, 0.2550009749), (0.8, 1.6927308399), (0.9, 4.1786594221)] {
      let model = QueueModel(.constant(rate: load), [QueueModel.Station(service: .exponential(mean: 1))])
      cases.append(.init("dm1-\(load)-Wq", model, .timeInQueue, wait))
    }
    return cases
  }

  /// Exact mean value analysis: one station of demand 1, users who think for 10.
  private static var closedNetworks: [ValidationCase] {
    let known: [(Int, Double, Double)] = [
      (1, 0.0909090909, 1), (2, 0.1803278689, 1.0909090909), (5, 0.4360478231, 1.4666321780),
      (10, 0.7854176569, 2.7320794386), (20, 0.9981309501, 10.0374509948), (50, 1, 40),
    ]
    return known.flatMap { users, throughput, response -> [ValidationCase] in
      let model = QueueModel(
        .closed(users: users, think: 10), [QueueModel.Station(service: .exponential(mean: 1))])
      return [
        .init("closed-\(users)-X", model, .throughput, throughput),
        .init("closed-\(users)-R", model, .timeInSystem, response),
      ]
    }
  }

  /// Non-preemptive: `Wq₁ = W₀ / (1 - ρ₁)`, `Wq₂ = W₀ / ((1 - ρ₁)(1 - ρ))` with `W₀ = Σ λᵢ E[Sᵢ²] / 2`.
  private static var prioritiesAndTandem: [ValidationCase] {
    let model = QueueModel(
      .poisson(rates: [0.2, 0.4]), [QueueModel.Station(service: .exponential(mean: 1))])
    let tandem = QueueModel(
      .poisson(rates: [0.5]),
      [
        QueueModel.Station(service: .exponential(mean: 1)),
        QueueModel.Station(service: .exponential(mean: 1.25)),
      ])
    return [
      ValidationCase(id: "priority-1-Wq", model: model, quantity: .timeInQueue, priority: 0, value: 0.75),
      ValidationCase(id: "priority-2-Wq", model: model, quantity: .timeInQueue, priority: 1, value: 1.875),
      .init("tandem-W", tandem, .timeInSystem, 16.0 / 3),
    ]
  }

  private init(_ id: String, _ model: QueueModel, _ quantity: ValidationQuantity, _ value: Double) {
    self.init(id: id, model: model, quantity: quantity, value: value)
  }

  private static func single(_ rate: Double, _ service: ServiceShape = .exponential(mean: 1)) -> QueueModel {
    QueueModel(.poisson(rates: [rate]), [QueueModel.Station(service: service)])
  }

  private static func erlang(_ rate: Double, _ servers: Int) -> QueueModel {
    QueueModel(
      .poisson(rates: [rate]), [QueueModel.Station(servers: servers, service: .exponential(mean: 1))])
  }
}
