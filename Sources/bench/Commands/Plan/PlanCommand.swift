import SimulatedTravel
import TravelPlanner

/// A plan of one trip, as a traveller would ask for it.
enum PlanCommand: Command {
  static let name = "plan"
  static let summary = "plans one trip, optionally in steps, and books it"
  static let operands = "[TEXT]"
  static let discussion = """
    Plans one trip against simulated services and prints the answer. Text and fields can be combined; a field
    overrides the text. Several cities make a tour.

    On the virtual clock, the default, the answer is immediate, and the world's calendar starts on 2026-01-01. With
    --clock host the services take their real latency, progress is printed to standard error, and the calendar is
    the host's.

    With --store the session is saved, and --session ID --resume continues it: results that are still valid are kept,
    missing ones are searched, and those that the new text affects are searched again. A session lives for an hour.
    On the virtual clock, time continues where the session was saved.

    With --book the plan's flight and hotel are booked and paid for at the simulated providers. A session is booked
    once: booking it again shows the existing booking. The booking is saved beside the session. A plan over the budget
    is booked only with --agreed, at exactly the total that it names. When nothing is booked, the exit code is
    \(ExitCode.notBooked.rawValue). The payment method pm_card_chargeDeclined is declined.

    With --chat a language model reads the request and writes the descriptions, through an endpoint of OpenAI's chat
    completions API. Its key, if it needs one, is read from the environment variable \(ChatOptions.keyVariable). When
    the model fails or answers nonsense, rules and templates are used.

    Filters narrow the offers, and the answer says how many each filter removed. --preferences FILE orders offers by
    learned preferences; --learn-preferences records the flight, hotel and activities of this plan as chosen.

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

  static let origin = Option("from", nil, "CITY", "the origin")
  static let destination = Option("to", nil, "CITY", "the destination")
  static let departure = Option("departure", nil, "DATE", "the first day, as 2026-05-04")
  static let returning = Option("return", nil, "DATE", "the last day")
  static let passengers = Option("passengers", nil, "N", "the number of travellers", in: 1...50)
  static let search = Option(
    "search", nil, "parallel|sequential", "the searches in parallel or one after another (default parallel)")
  static let share = Option(
    "share", nil, "evenly|nights", "the split of a tour's budget between its cities (default evenly)")
  static let dayDescriptions = Option(
    "day-descriptions", nil, nil, "write a description of each day, one day after another")
  static let classifier = Option(
    "classifier", nil, "rules|model",
    "the reader of the request: rules, or a simulated language model (default rules)"
  )
  static let clock = Option(
    "clock", nil, "virtual|host", "immediate, or in real time with progress (default virtual)")
  static let timeScale = Option(
    "time-scale", nil, "X", "with --clock host: host time per time of the services (default 1)")
  static let user = Option("user", nil, "NAME", "the traveller; part of the session's ID")
  /// The fields of a trip.
  static let tripFields = [origin, destination, departure, returning, passengers]
  static let options =
    tripFields + [
      search, share, classifier, dayDescriptions,
      ProfileOptions.profile, PolicyOptions.policy, clock, timeScale,
    ] + SessionOptions.all + [user, .seed, .json] + ChatOptions.all + OfferOptions.all + PreferenceOptions.all
    + BookOptions.all

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.count <= 1 else {
      throw CommandError.usage("bench plan takes one text: put it in quotes")
    }
    var request = try request(arguments)
    let preferences = try PreferenceOptions(arguments)
    var session = try SessionOptions(arguments)
    let booking = try BookOptions(arguments, to: &request, in: session.stores)
    let run = try planRun(arguments)
    try arguments.refuseUnused(exceptLater: .json)
    run.policy?.warn(console)

    let epoch = try session.prepare(&request, isOnHost: run.isOnHost)
    preferences?.apply(to: &request, at: epoch)
    let plan: PlanRun.Outcome
    Interrupt.startPolling()
    do {
      plan = try run.plan(request, session.store, booking.setup, epoch, console)
    } catch PlanError.invalid(let error) {
      throw CommandError.usage(error.issues.map(\.description).joined(separator: "; "))
    } catch PlanError.conflict(let id) {
      throw session.conflict(over: id)
    } catch let error where Interrupt.isStop(error) || Interrupt.hasCome && error is PlanError {
      return session.interrupted(request, at: epoch, console)
    }
    try preferences?.learn(from: plan.state)
    if arguments.has(.json) {
      console.out(try JSONText.pretty(plan.state))
    } else {
      console.out(plan.state.response + "\n")
      if let text = try booking.confirmation(of: plan.state) { console.out("\n" + text + "\n") }
    }
    console.note(
      "planned in \(plan.duration); seed=\(request.key)" + (plan.digest.map { " digest=\($0)" } ?? ""))
    try session.report(plan.state, console)
    return booking.exitCode(of: plan.state, console)
  }

  private static func request(_ arguments: Arguments) throws(CommandError) -> PlanRequest {
    var trip = TripRequest(
      text: arguments.operands.first, origin: arguments.text(origin),
      destination: arguments.text(destination), departure: arguments.text(departure),
      returning: arguments.text(returning))
    trip.passengers = try arguments.count(passengers)
    var request = PlanRequest(
      trip, key: try arguments.value(.seed, default: 42, ValueParser.seed), user: arguments.text(user) ?? "")
    request.searchMode = try arguments.choice(
      search, ["parallel": .parallel, "sequential": .sequential], default: .parallel)
    let shared = try arguments.choice(
      share, ["evenly": BudgetShare.evenly, "nights": .byNights], default: .evenly)
    if arguments.has(share) || arguments.has(dayDescriptions) {
      request.options = PlanOptions(budgetShare: shared, describesDays: arguments.has(dayDescriptions))
    }
    try OfferOptions.apply(arguments, to: &request)
    return request
  }

  private static func planRun(_ arguments: Arguments) throws(CommandError) -> PlanRun {
    var model = try ChatOptions.model(arguments)
    if model == nil, try arguments.choice(classifier, ["rules": false, "model": true], default: false) {
      model = .simulated(ModelBehaviour())
    }
    let run = PlanRun(
      profile: try ProfileOptions.chosen(arguments), policy: try PolicyOptions.chosen(arguments),
      model: model,
      scale: try arguments.value(timeScale, default: 1, ValueParser.scale),
      isOnHost: try arguments.choice(clock, ["virtual": false, "host": true], default: false))
    if arguments.has(ChatOptions.endpoint) {
      guard run.isOnHost else {
        throw .usage("--chat needs --clock host: a real model answers in real time")
      }
      if arguments.has(timeScale) {
        throw .usage("--time-scale cannot be used with --chat: a real model answers in real time")
      }
    }
    if !run.isOnHost { try arguments.refuse(timeScale, without: "--clock host") }
    return run
  }
}
