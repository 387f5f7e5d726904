import LoadGen
import Primitives
import SimCore
import SimulatedServices
import Synchronization

/// The sums of one run of a model, from which every estimate follows. Times are nanoseconds.
struct Replication: Sendable {
  /// Of one priority class, or of all.
  struct Customers: Sendable {
    var arrived = 0
    var served = 0
    var rejected = 0
    var delayed = 0
    var timeInSystem: Int128 = 0
    var timeInQueue: Int128 = 0
  }

  var window: Int64
  var classes: [Customers]
  /// All stations, over the window.
  var busyTime: Int128 = 0
  var queueTime: Int128 = 0
  /// Ends of service at the last station, over the window.
  var completions = 0
  /// Times in system by class, when percentiles were asked for.
  var latencies: [[Int64]]
  var digest: Digest
}

/// Runs a model on the simulation kernel with the stations, arrivals and records that everything else uses.
struct ReplicationRunner: Sendable {
  let model: QueueModel
  /// Measured, in the model's unit of time.
  let length: Double
  let keepsLatencies: Bool
  /// Makes the stations wrong on purpose, to see whether it is found out.
  let tamper: (@Sendable (inout ServiceModel) -> Void)?

  /// Nanoseconds for a unit of time: the mean service takes 10 ms, so that rounding to nanoseconds is far
  /// below any standard error.
  let unit: Double
  private let services: [ServiceModel]

  init(
    _ model: QueueModel, length: Double, keepsLatencies: Bool = false,
    tamper: (@Sendable (inout ServiceModel) -> Void)? = nil
  ) {
    self.model = model
    self.length = length
    self.keepsLatencies = keepsLatencies
    self.tamper = tamper
    let unit = 1e7 / model.stations[0].service.mean
    self.unit = unit
    services = model.stations.map { station in
      guard let latency = try? station.service.distribution(unit: unit) else {
        preconditionFailure("\(station.service) has been checked and yet is no distribution")
      }
      var service = ServiceModel(
        latency, servers: station.servers, queueLimit: station.queueLimit, classes: model.classes)
      tamper?(&service)
      return service
    }
  }

  private var warmUp: Int64 {
    switch model.start {
    case .empty(let warmUp), .work(let warmUp): Int64(saturating: warmUp * unit)
    case .customers: 0
    }
  }

  private func load(until end: Int64) -> LoadModel {
    switch model.arrivals {
    case .poisson(let rates):
      let rate = rates.reduce(0, +) / unit * 1e9
      return .open(OpenLoad(arrivals: .poisson, rate: .constant(rate), duration: end))
    case .constant(let rate):
      return .open(OpenLoad(arrivals: .constant, rate: .constant(rate / unit * 1e9), duration: end))
    case .closed(let users, let think):
      // No thinking at all is no distribution.
      let pause = try? LatencyDistribution(.exponential(mean: .nanoseconds(Int64(saturating: think * unit))))
      return .closed(users: users, think: think > 0 ? pause : nil, stop: .duration(end))
    }
  }

  func run(seed: UInt64) throws -> Replication {
    let window = Int64(saturating: length * unit)
    let begin = warmUp
    let outcome = try Simulation(seed: seed).interruptible.run { world in
      let stations = services.enumerated().map { index, service in
        ServiceStation("station\(index)", service, clock: world.clock, random: world.random)
      }
      let visits = Mutex<[Visit]>([])
      async let crowd: Void = crowd(stations, world.random)
      async let observed = observe(stations, from: begin, for: window, world.clock)
      // Those who are there at the start are there before the first arrival.
      try await world.clock.sleep(untilNanoseconds: 0)
      let runner = LoadRunner(clock: world.clock, random: world.random)
      let run = await runner.run(load(until: begin + window)) { index, _ in
        let priority = priority(of: index, world.random)
        var wait: Int64 = 0
        do throws(StationError) {
          for station in stations { wait += try await station.serve(UInt64(index), priority: priority) }
        } catch {
          return .failure(ErrorKind(rawValue: 0))
        }
        visits.withLock { visits in
          while visits.count <= index { visits.append(Visit()) }
          visits[index] = Visit(wait: wait, priority: Int32(priority))
        }
        return .success
      }
      await crowd
      let measures = try await observed
      return (run, measures, visits.withLock { $0 })
    }
    let (run, measures, visits) = outcome.value
    var replication = Replication(
      window: window, classes: Array(repeating: .init(), count: model.classes),
      latencies: Array(repeating: [], count: keepsLatencies ? model.classes : 0), digest: outcome.digest)
    for station in measures {
      replication.busyTime += station.busyTime
      replication.queueTime += station.queueTime
    }
    replication.completions = measures.last?.served ?? 0
    for (index, record) in run.records.enumerated()
    where record.planned >= begin && record.planned < begin + window {
      let visit = index < visits.count ? visits[index] : Visit()
      let priority = Int(visit.priority)
      replication.classes[priority].arrived += 1
      guard record.outcome == .success else {
        replication.classes[priority].rejected += 1
        continue
      }
      replication.classes[priority].served += 1
      if visit.wait > 0 { replication.classes[priority].delayed += 1 }
      replication.classes[priority].timeInSystem += Int128(record.latency)
      replication.classes[priority].timeInQueue += Int128(visit.wait)
      if keepsLatencies { replication.latencies[priority].append(record.latency) }
    }
    return replication
  }

  /// A customer as the stations saw it.
  private struct Visit: Sendable {
    var wait: Int64 = 0
    var priority: Int32 = 0
  }

  private func priority(of index: Int, _ random: RandomSource) -> Int {
    guard case .poisson(let rates) = model.arrivals, rates.count > 1 else { return 0 }
    var draws = random.draw("validation.class", UInt64(index))
    return ServiceShape.choose(rates, using: &draws)
  }

  /// Those who are there at the start.
  private func crowd(_ stations: [ServiceStation<SimClock>], _ random: RandomSource) async {
    var draws = random.stream("validation.start")
    await withDiscardingTaskGroup { group in
      switch model.start {
      case .empty: break
      case .work:
        let work = Int64(saturating: model.drawWork(at: model.stations[0], using: &draws) * unit)
        if work > 0 { group.addTask { _ = try? await stations[0].hold(for: work) } }
      case .customers:
        var entity = UInt64(1) << 40
        for (index, station) in model.stations.enumerated() {
          for _ in 0..<model.drawCustomers(at: station, using: &draws) {
            entity += 1
            group.addTask { [entity] in
              for station in stations[index...] { _ = try? await station.serve(entity) }
            }
          }
        }
      }
    }
  }

  private func observe(
    _ stations: [ServiceStation<SimClock>], from begin: Int64, for window: Int64, _ clock: SimClock
  ) async throws -> [StationMeasures] {
    try await clock.sleep(untilNanoseconds: begin)
    for station in stations { station.restartMeasures() }
    try await clock.sleep(untilNanoseconds: begin + window)
    return stations.map(\.measures)
  }
}
