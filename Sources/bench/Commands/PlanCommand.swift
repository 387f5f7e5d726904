import Foundation
import Scenarios
import TravelPlanner

/// One trip, as a traveller would ask for it.
enum PlanCommand: Command {
  static let name = "plan"
  static let summary = "one trip planned on the virtual clock, as text or JSON"
  static let operands = "[TEXT]"
  static let discussion = """
    Plans one trip against simulated services and prints the answer. Text and fields can be given together; a
    field wins over what the text says. The world's today is 2026-01-01.

    examples:
      bench plan "Plan a week in Lisbon from Berlin for two, budget 1500 EUR"
      bench plan --from London --to Rome --departure 2026-05-04 --return 2026-05-08 --passengers 2
    """

  static let origin = Option("from", nil, "CITY", "where the trip begins")
  static let destination = Option("to", nil, "CITY", "where it goes")
  static let departure = Option("departure", nil, "DATE", "first day, as 2026-05-04")
  static let returning = Option("return", nil, "DATE", "last day")
  static let passengers = Option("passengers", nil, "N", "travellers, 1 to 50")
  static let profile = Option("profile", nil, "NAME", "services to plan with (default reference)")
  static let options =
    [
      origin, destination, departure, returning, passengers, profile, ChosenPolicy.option, .seed, .json,
    ] + OfferOptions.all

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.count <= 1 else {
      throw CommandError.usage("bench plan takes one text: put it in quotes")
    }
    let seed = try arguments.value(.seed, default: 42, Value.seed)
    var request = PlanRequest(try request(arguments), key: seed)
    try OfferOptions.apply(arguments, to: &request)
    let profile = try RunCommand.serviceProfile(arguments.text(profile) ?? "reference")
    let policy = try ChosenPolicy.chosen(arguments)
    policy?.warn(console)
    let plan: OnePlan
    do {
      plan = try OnePlan(
        request, profile: profile, seed: seed, policy: policy?.planner)
    } catch PlanError.invalid(let error) {
      throw CommandError.usage(error.issues.map(\.description).joined(separator: "; "))
    }
    if arguments.has(.json) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      console.out(String(decoding: try encoder.encode(plan.state), as: UTF8.self) + "\n")
    } else {
      console.out(plan.state.response + "\n")
    }
    let seconds = String(format: "%.3f", Double(plan.duration) / 1e9)
    console.note("planned in \(seconds) s of virtual time; seed=\(seed) digest=\(plan.digest)")
    return .pass
  }

  private static func request(_ arguments: Arguments) throws(CommandError) -> TripRequest {
    var request = TripRequest(
      text: arguments.operands.first, origin: arguments.text(origin),
      destination: arguments.text(destination),
      departure: arguments.text(departure), returning: arguments.text(returning))
    if let text = arguments.text(passengers) {
      guard let number = Int(text) else {
        throw .usage("--passengers \(quoted(text)): must be a whole number from 1 to 50")
      }
      request.passengers = number
    }
    return request
  }
}
