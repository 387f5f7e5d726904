import Adapters
import Foundation
import Primitives
import Scenarios
import TravelPlanner

/// One trip, as a traveller would ask for it.
enum PlanCommand: Command {
  static let name = "plan"
  static let summary = "one trip planned, as text or JSON; in steps when its session is kept"
  static let operands = "[TEXT]"
  static let discussion = """
    Plans one trip against simulated services and prints the answer. Text and fields can be given together; a
    field wins over what the text says. Several cities make a tour.

    On the virtual clock, the default, the answer is there at once, and the world's today is 2026-01-01. With
    --clock host the services take their time, and each search tells on standard error how it comes on; today is
    today.

    With --store the session is kept, and --session ID --resume goes on from it: what still applies is kept, what
    is missing is searched, and what the new words change is searched anew. A session lives for an hour. On the
    virtual clock time goes on where the session was saved.

    With --book the plan's flight and hotel are booked and paid for, at the simulated gateway and desks, once: the
    same session booked again shows the booking that stands. The booking is kept beside the session.

    With --chat a real language model reads the request and writes the words, at an endpoint that speaks OpenAI's
    chat completions. Its key, if it needs one, is read from the environment, $\(ChatOptions.keyVariable). Where it
    fails or makes no sense the rules and the template serve.

    What offers must be like is said with options, and the answer says how many each of them removed. --taste FILE
    puts offers in the order of a taste kept in a file; --learn adds the plan's own flight, hotel and activities to
    it as chosen.

    examples:
      bench plan "Plan a week in Lisbon from Berlin for two, budget 1500 EUR"
      bench plan "From London: Paris, Rome and Barcelona for 9 nights in May, 4000 EUR" --share nights
      bench plan --from London --to Rome --departure 2026-05-04 --return 2026-05-08 --passengers 2
      bench plan "A weekend in Prague from Munich" --clock host
      bench plan "A weekend in Prague from Munich" --clock host --chat http://127.0.0.1:11434/v1 --chat-model llama3
      bench plan "find flights from Berlin to Paris on 2026-06-15" --store sqlite:trips.db --session 00000000000000aa
      bench plan "now find hotels in Paris for 5 nights" --store sqlite:trips.db --session 00000000000000aa --resume
      bench plan "generate the itinerary" --store sqlite:trips.db --session 00000000000000aa --resume
      bench plan "book it" --store sqlite:trips.db --session 00000000000000aa --resume --book
    """

  static let origin = Option("from", nil, "CITY", "where the trip begins")
  static let destination = Option("to", nil, "CITY", "where it goes")
  static let departure = Option("departure", nil, "DATE", "first day, as 2026-05-04")
  static let returning = Option("return", nil, "DATE", "last day")
  static let passengers = Option("passengers", nil, "N", "travellers, 1 to 50")
  static let search = Option(
    "search", nil, "parallel|sequential", "searches at once, or one after another (default parallel)")
  static let share = Option(
    "share", nil, "evenly|nights", "how a tour's budget is shared between its cities (default evenly)")
  static let dayWords = Option(
    "day-words", nil, nil, "have words written about each day, one day after another")
  static let profile = Option("profile", nil, "NAME", "services to plan with (default reference)")
  static let classifier = Option(
    "classifier", nil, "rules|model",
    "who reads the request: rules, or a simulated language model, which writes the words as well (default rules)"
  )
  static let clock = Option(
    "clock", nil, "virtual|host", "at once, or in real time with progress (default virtual)")
  static let timeScale = Option(
    "time-scale", nil, "X", "with --clock host: host time per time of the services (default 1)")
  static let store = Option("store", nil, "PLACE", "where the session is kept: \(StoreLocation.forms)")
  static let session = Option("session", nil, "ID", "the session's name, 16 hexadecimal digits")
  static let resume = Option("resume", nil, nil, "go on from the session")
  static let user = Option("user", nil, "NAME", "whose trip it is; part of the session's name")
  static let options =
    [
      origin, destination, departure, returning, passengers, search, share, classifier, dayWords, profile,
      ChosenPolicy.option, clock,
      timeScale, store, session, resume, user, .seed, .json,
    ] + ChatOptions.all + OfferOptions.all + TasteFile.all + BookOptions.all

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.count <= 1 else {
      throw CommandError.usage("bench plan takes one text: put it in quotes")
    }
    var request = PlanRequest(
      try trip(arguments), key: try arguments.value(.seed, default: 42, Value.seed),
      user: arguments.text(user) ?? "")
    request.searchMode = try choice(
      arguments, search, ["parallel": SearchMode.parallel, "sequential": .sequential], .parallel)
    let shared = try choice(arguments, share, ["evenly": BudgetShare.evenly, "nights": .byNights], .evenly)
    if arguments.has(share) || arguments.has(dayWords) {
      request.options = PlanOptions(budgetShare: shared, writesDays: arguments.has(dayWords))
    }
    try OfferOptions.apply(arguments, to: &request)
    let taste = try TasteFile(arguments)
    var kept = try KeptSession(arguments)
    let booking = try BookOptions(arguments, to: &request, in: kept.opened)
    let run = PlanRun(
      profile: try RunCommand.serviceProfile(arguments.text(profile) ?? "reference"),
      policy: try ChosenPolicy.chosen(arguments),
      model: try ChatOptions.model(arguments)
        ?? choice(arguments, classifier, ["rules": nil, "model": .simulated(ModelBehaviour())], nil),
      scale: try arguments.value(timeScale, default: 1, Value.scale),
      isOnHost: try choice(arguments, clock, ["virtual": false, "host": true], false))
    if ChatOptions.isAsked(arguments), !run.isOnHost {
      throw CommandError.usage("--chat goes with --clock host: a real model answers in its own time")
    }
    if ChatOptions.isAsked(arguments), arguments.has(timeScale) {
      throw CommandError.usage("--time-scale does not go with --chat: a real model answers in its own time")
    }
    if arguments.has(timeScale), !run.isOnHost {
      throw CommandError.usage("--time-scale goes with --clock host")
    }
    run.policy?.warn(console)

    let epoch = try kept.prepare(&request, isOnHost: run.isOnHost)
    taste?.apply(to: &request, at: epoch)
    let plan: PlanRun.Outcome
    do {
      plan = try run.plan(request, kept.store, booking.setup, epoch, console)
    } catch PlanError.invalid(let error) {
      throw CommandError.usage(error.issues.map(\.description).joined(separator: "; "))
    } catch PlanError.conflict(let id) {
      throw kept.conflict(over: id)
    }
    try taste?.learn(from: plan.state)
    if arguments.has(.json) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      console.out(String(decoding: try encoder.encode(plan.state), as: UTF8.self) + "\n")
    } else {
      console.out(plan.state.response + "\n")
      if let text = try booking.confirmation(of: plan.state) { console.out("\n" + text + "\n") }
    }
    console.note(
      "planned in \(plan.duration); seed=\(request.key)" + (plan.digest.map { " digest=\($0)" } ?? ""))
    return try kept.report(plan.state, console)
  }

  private static func trip(_ arguments: Arguments) throws(CommandError) -> TripRequest {
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

  private static func choice<Value>(
    _ arguments: Arguments, _ option: Option, _ values: KeyValuePairs<String, Value>, _ standard: Value
  ) throws(CommandError) -> Value {
    guard let text = arguments.text(option) else { return standard }
    if let value = values.first(where: { $0.key == text }) { return value.value }
    let names = values.map(\.key)
    let hint = nearest(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
    throw .usage("--\(option.name) \(quoted(text)): must be \(names.joined(separator: " or "))\(hint)")
  }
}
