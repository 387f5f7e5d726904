import Foundation
import Primitives
import TravelPlanner

/// A traveller's preferences, kept in a file that belongs to the traveller.
struct PreferenceOptions {
  static let file = Option("preferences", nil, "FILE", "order offers by the preferences in this file")
  static let learning = Option(
    "learn-preferences", nil, nil, "with --preferences: record this plan's choices in the file")
  static let all = [file, learning]

  private let path: String
  private let learns: Bool
  /// Nil when the file does not exist yet.
  private let profile: TravellerProfile?

  /// Nil without `--preferences`.
  init?(_ arguments: Arguments) throws(CommandError) {
    guard let path = arguments.text(Self.file) else {
      try arguments.refuse(Self.learning, without: "--preferences FILE")
      return nil
    }
    self.path = path
    learns = arguments.has(Self.learning)
    guard FileManager.default.fileExists(atPath: path) else {
      guard learns else {
        throw .badInput("there is no file \(quoted(path)) yet: --learn-preferences creates it")
      }
      profile = nil
      return
    }
    // Not through `JSONValue`, whose integers end at 2^63: a profile holds larger ones.
    profile = try JSONText.read(TravellerProfile.self, from: path)
  }

  /// Sets the preferences of the request. `epoch` is the plan's start time; nil for the simulation's.
  func apply(to request: inout PlanRequest, at epoch: Timestamp?) {
    guard var profile else { return }
    profile.age(to: epoch ?? .simulationEpoch)
    var options = request.options ?? PlanOptions()
    options.preferenceProfile = profile
    request.options = options
  }

  /// Records the itinerary's flight, hotel and activities as chosen among the search results.
  func learn(from state: SessionState) throws(CommandError) {
    guard learns else { return }
    var profile = profile ?? TravellerProfile(at: state.createdAt)
    let stops: [(Itinerary, SearchResults)] =
      state.itinerary.map { [($0, state.results)] }
      ?? zip(state.tour?.stops ?? [], state.segments.map(\.results)).map { ($0, $1) }
    for (itinerary, results) in stops {
      if let flight = itinerary.flight {
        profile.learn(.flight(flight, among: results.flights.options), at: state.createdAt)
      }
      if let hotel = itinerary.hotel {
        profile.learn(.hotel(hotel, among: results.hotels.options), at: state.createdAt)
      }
      for visit in itinerary.visits { profile.learn(.activity(visit.activity), at: state.createdAt) }
      for day in itinerary.days where day.kind == .planned {
        profile.learn(.pace(visitsPerDay: Int(day.visitCount)), at: state.createdAt)
      }
    }
    guard let text = try? JSONText.line(profile) else {
      throw .cannotWrite("cannot write the preferences as JSON")
    }
    try OutputFolder.write(text + "\n", toFile: path)
  }
}
