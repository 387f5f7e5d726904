import LoadGen
import Primitives
import Reports
import SimulatedServices
import SimulatedTravel

/// The bottleneck of a run: its users, or a connection pool.
///
/// A pool of `c` connections held for `h` seconds by each request lets `c / h` requests a second through; the
/// least of these bounds the run. Connections to all hosts together are one more pool.
struct Bottleneck {
  /// The least bound of all pools; unknown without pools.
  let bound: Figure
  /// The pool of that bound, when the run reached four fifths of it: the rest is ramp and tail.
  let setBy: String?
  let callsPerRequest: Double
  let providers: [ProviderSummary]

  init(_ profile: ServiceProfile, _ result: PlannerLoad.Result, requests: Int) {
    let seconds = Double(max(1, result.run.makespan)) / 1e9
    let achieved = Double(requests) / seconds
    var bounds: [(name: String, rate: Double)] = []
    var held = 0.0
    var calls = 0
    var figures: [ProviderSummary] = []
    for service in result.services {
      let measures = service.measures
      let done = measures.served + measures.failed + measures.abandoned
      if done == 0 { continue }
      calls += done
      // Per request of the run, so that a secondary, called now and then, hardly counts.
      let perRequest = Double(measures.busyTime) / 1e9 / Double(requests)
      held += perRequest
      let limit = profile.servers(of: service.name) ?? profile.pools?.perHost
      let rate = limit.flatMap { perRequest > 0 ? Double($0) / perRequest : nil }
      if let rate { bounds.append((service.name, rate)) }
      // Those that wait do so at the pool, or in the station's own queue.
      let waited = max(
        service.counts.waitTotal, Int64(saturating: measures.meanWait * Double(measures.started)))
      figures.append(
        ProviderSummary(
          name: service.name, servers: limit, calls: done, errors: measures.failed,
          retries: service.counts.retries,
          utilisation: Figure(limit.map { Double($0) * seconds }.map { perRequest * Double(requests) / $0 }),
          queueMeanNanoseconds: waited / Int64(max(1, done)),
          queueMaxNanoseconds: max(service.counts.waitMax, measures.waitMax),
          boundPerSecond: Figure(rate)))
    }
    if let total = profile.pools?.total, held > 0 { bounds.append(("all connections", Double(total) / held)) }
    let tightest = bounds.min { $0.rate < $1.rate }
    let isReached = tightest.map { achieved > 0.8 * $0.rate } ?? false
    if isReached, let index = figures.firstIndex(where: { $0.name == tightest?.name }) {
      figures[index].isBottleneck = true
    }
    bound = Figure(tightest?.rate)
    setBy = isReached ? tightest?.name : nil
    callsPerRequest = Double(calls) / Double(max(1, requests))
    providers = figures
  }
}

extension ServiceProfile {
  /// The servers of the service that a station with this name simulates; nil for no bound.
  func servers(of station: String) -> Int? {
    let kind = station.split(separator: " ").first.map(String.init) ?? station
    return Service(rawValue: kind).flatMap { self[$0].servers }
  }
}
