import Foundation
import SimCore
import TravelPlanner

/// A traveller's taste, kept in a file that is theirs to delete.
struct TasteFile {
  static let file = Option("taste", nil, "FILE", "put offers in the order of the taste in this file")
  static let learning = Option(
    "learn", nil, nil, "with --taste: take what the plan chose as chosen, and keep it")
  static let all = [file, learning]

  let path: String
  let learns: Bool
  /// Nil when there is no file yet.
  private let profile: TravellerProfile?

  /// Nil when no taste is asked for.
  init?(_ arguments: Arguments) throws(CommandError) {
    learns = arguments.has(Self.learning)
    guard let path = arguments.text(Self.file) else {
      if learns { throw .usage("--learn goes with --taste FILE") }
      return nil
    }
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      guard learns else { throw .badInput("there is no taste in \(quoted(path)) yet: --learn begins one") }
      profile = nil
      return
    }
    let text = try OutputFolder.read(path)
    do {
      profile = try JSONDecoder().decode(TravellerProfile.self, from: Data(text.utf8))
    } catch {
      throw .badInput("\(quoted(path)): not a taste this program wrote")
    }
  }

  /// `epoch` is when the plan begins, nil for where worlds begin.
  func apply(to request: inout PlanRequest, at epoch: Timestamp?) {
    guard var profile else { return }
    profile.age(to: epoch ?? Timestamp(nanosecondsSince1970: CalendarTime.epoch2026.nanosecondsSince1970))
    var options = request.options ?? PlanOptions()
    options.taste = profile
    request.options = options
  }

  /// Takes the itinerary's flight, hotel and activities as chosen from what was found.
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
    let url = URL(fileURLWithPath: path)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(profile) else {
      throw .cannotWrite("cannot write the taste as JSON")
    }
    try OutputFolder(url.deletingLastPathComponent().path).write(
      String(decoding: data, as: UTF8.self) + "\n", to: url.lastPathComponent)
  }
}
