import Configuration
import QueueingValidation
import Testing

@Suite("Reading validation cases")
struct ValidationReadingTests {
  private func read(_ json: String) throws(ConfigurationError) -> [ValidationCase] {
    try ValidationCase.all(parsing: json)
  }

  @Test("reads every system of the format")
  func systems() throws {
    let exponential = ServiceShape.exponential(mean: 1)
    let cases = try read(
      """
      [{"id": "mm1", "system": "M/M/1", "lambda": 0.5, "mu": 2, "quantity": "L", "value": 1},
       {"id": "mm3", "system": "M/M/c", "servers": 3, "lambda": 2, "mu": 1, "quantity": "Wq", "value": 0.44},
       {"id": "md1", "system": "M/D/1", "lambda": 0.8, "mu": 4, "quantity": "W", "value": 3},
       {"id": "mh2", "system": "M/G/1", "lambda": 0.8, "service":
          {"kind": "hyperexponential", "weights": [0.9, 0.1], "means": [0.5, 5.5]}, "quantity": "Wq", "value": 13},
       {"id": "me2", "system": "M/G/1", "lambda": 0.8, "service": {"kind": "erlang", "stages": 2, "mean": 1},
          "quantity": "Lq", "value": 3},
       {"id": "me2k", "system": "M/G/1", "lambda": 0.8, "service": {"kind": "erlang", "k": 2, "rate": 2},
          "quantity": "p50", "value": 3},
       {"id": "mu1", "system": "M/G/1", "lambda": 0.8, "service": {"kind": "uniform", "low": 0, "high": 2},
          "quantity": "X", "value": 3},
       {"id": "mt1", "system": "M/G/1", "lambda": 0.8, "service":
          {"kind": "twopoint", "weights": [1, 1], "values": [0, 2]}, "quantity": "waitProbability", "value": 3},
       {"id": "dm1", "system": "D/M/1", "lambda": 0.8, "mu": 1, "quantity": "p99.9", "value": 3},
       {"id": "k5", "system": "M/M/1/K", "capacity": 5, "lambda": 0.8, "mu": 1, "quantity": "blocking",
          "value": 0.0888194987},
       {"id": "loss", "system": "M/M/c/c", "servers": 4, "lambda": 8, "quantity": "blocking", "value": 0.5},
       {"id": "mva", "system": "closed", "demands": [1], "think": 10, "users": 5, "quantity": "X",
          "value": 0.4360478231},
       {"id": "prio", "system": "M/M/1/priority", "lambdas": [0.2, 0.4], "mu": 1, "class": 1,
          "quantity": "Wq", "value": 0.75}]
      """)
    let expected: [(QueueModel, ValidationQuantity)] = [
      (QueueModel(.poisson(rates: [0.5]), [.init(service: .exponential(mean: 0.5))]), .numberInSystem),
      (QueueModel(.poisson(rates: [2]), [.init(servers: 3, service: exponential)]), .timeInQueue),
      (QueueModel(.poisson(rates: [0.8]), [.init(service: .constant(0.25))]), .timeInSystem),
      (
        QueueModel(
          .poisson(rates: [0.8]),
          [
            .init(
              service: .mixture(weights: [0.9, 0.1], of: [.exponential(mean: 0.5), .exponential(mean: 5.5)]))
          ]), .timeInQueue
      ),
      (QueueModel(.poisson(rates: [0.8]), [.init(service: .erlang(stages: 2, mean: 1))]), .numberInQueue),
      (QueueModel(.poisson(rates: [0.8]), [.init(service: .erlang(stages: 2, mean: 1))]), .percentile(50)),
      (QueueModel(.poisson(rates: [0.8]), [.init(service: .uniform(low: 0, high: 2))]), .throughput),
      (
        QueueModel(
          .poisson(rates: [0.8]),
          [.init(service: .mixture(weights: [1, 1], of: [.constant(0), .constant(2)]))]),
        .waitProbability
      ),
      (QueueModel(.constant(rate: 0.8), [.init(service: exponential)]), .percentile(99.9)),
      (QueueModel(.poisson(rates: [0.8]), [.init(queueLimit: 4, service: exponential)]), .blocking),
      (QueueModel(.poisson(rates: [8]), [.init(servers: 4, queueLimit: 0, service: exponential)]), .blocking),
      (QueueModel(.closed(users: 5, think: 10), [.init(service: exponential)]), .throughput),
      (QueueModel(.poisson(rates: [0.2, 0.4]), [.init(service: exponential)]), .timeInQueue),
    ]
    #expect(cases.count == expected.count)
    for (item, (model, quantity)) in zip(cases, expected) {
      #expect(item.model == model)
      #expect(item.quantity == quantity)
    }
    #expect(cases[12].priority == 0)
    #expect(cases[3].value == 13)
  }

  @Test(
    "says what is wrong, where, and what is allowed",
    arguments: [
      ("{}", "an object is not allowed here; allowed: a list of cases"),
      ("[]", "there is no case"),
      ("[3]", "[0]: 3 is not allowed here; allowed: an object"),
      (#"[{"system": "M/M/1"}]"#, "[0].id: is missing"),
      (#"[{"id": 3}]"#, "[0].id: 3 is not allowed here; allowed: a string"),
      (
        #"[{"id": "a", "system": "M/M/2"}]"#,
        #"[0].system: "M/M/2" is not allowed here; allowed: M/M/1, M/M/c, M/D/1, M/G/1, D/M/1, M/M/1/K, M/M/c/c, closed, M/M/1/priority, tandem; did you mean M/M/1? (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "W"}]"#,
        #"[0].value: is missing (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "V", "value": 1}]"#,
        #"[0].quantity: "V" is not allowed here; allowed: a percentile from above p0 to p99.99, or one of W, Wq, L, Lq, X, R, waitProbability; did you mean W? (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "blocking", "value": 1}]"#,
        #"[0].quantity: "blocking" is not allowed here; allowed: a percentile from above p0 to p99.99, or one of W, Wq, L, Lq, X, R, waitProbability (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/c/c", "lambda": 0.5, "servers": 2, "quantity": "Wq", "value": 1}]"#,
        #"[0].quantity: "Wq" is not allowed here; allowed: a percentile from above p0 to p99.99, or one of W, L, X, R, blocking; did you mean W? (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "servers": 2, "quantity": "W", "value": 1}]"#,
        #"[0].servers: no such key; allowed: id, system, quantity, value, lambda, mu (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": -1, "quantity": "W", "value": 1}]"#,
        #"[0].lambda: -1 is not allowed here; allowed: a number above 0 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": "1", "quantity": "W", "value": 1}]"#,
        #"[0].lambda: "1" is not allowed here; allowed: a number above 0 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 1, "quantity": "W", "value": 1}]"#,
        #"[0].lambda: the load is 1.0 per server; a queue settles below 1, here at most 0.9995 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/c", "lambda": 1, "servers": 1.5, "quantity": "W", "value": 1}]"#,
        #"[0].servers: 1.5 is not allowed here; allowed: a whole number in 1...10000 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1/priority", "lambdas": [0.1, 0.2], "class": 3, "quantity": "W", "value": 1}]"#,
        #"[0].class: 3 is not allowed here; allowed: a whole number in 1...2 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "tandem", "lambda": 0.5, "mus": [], "quantity": "W", "value": 1}]"#,
        #"[0].mus: at least one number is needed (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "tandem", "lambda": 0.5, "mus": [1, 0], "quantity": "W", "value": 1}]"#,
        #"[0].mus[1]: 0 is not allowed here; allowed: a number above 0 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "p100", "value": 1}]"#,
        #"[0].quantity: "p100" is not allowed here; allowed: a percentile from above p0 to p99.99, or one of W, Wq, L, Lq, X, R, waitProbability (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/G/1", "lambda": 0.5, "service": {"kind": "gauss"}, "quantity": "W", "value": 1}]"#,
        #"[0].service.kind: "gauss" is not allowed here; allowed: exponential, constant, uniform, erlang, hyperexponential, twopoint (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/G/1", "lambda": 0.5, "service": {"kind": "twopoint", "weights": [1], "values": [1, 2]}, "quantity": "W", "value": 1}]"#,
        #"[0].service.values: must be as many as weights (1), were 2 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/G/1", "lambda": 0.5, "service": {"kind": "uniform", "low": 2, "high": 1}, "quantity": "W", "value": 1}]"#,
        #"[0].service.high: must be at least low (2.0), was 1.0 (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/G/1", "lambda": 0.5, "service": {"kind": "erlang", "k": 2, "shape": 2, "mean": 1}, "quantity": "W", "value": 1}]"#,
        #"[0].service.stages: is given twice, as shape and k (case "a")"#
      ),
      (
        #"[{"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "W", "value": 1}, {"id": "a", "system": "M/M/1", "lambda": 0.5, "quantity": "L", "value": 1}]"#,
        #"[1].id: [0] has the same id (case "a")"#
      ),
    ])
  func errors(json: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try read(json) }
    #expect(error?.description == message)
  }
}
