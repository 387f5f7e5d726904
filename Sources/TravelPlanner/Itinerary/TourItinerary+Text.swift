import Primitives

extension TourItinerary: CustomStringConvertible {
  /// The tour for a traveller, as plain text.
  @usableFromInline package var description: String { text }

  package var text: String {
    guard let first = stops.first, let last = stops.last else { return "No city was planned." }
    let people = passengers == 1 ? "one traveller" : "\(passengers) travellers"
    let end = last.firstDay.advanced(by: Int(last.nights))
    var lines = [
      "\(stops.map(\.destination.name).joined(separator: " → ")): \(nights) nights for \(people)",
      "\(first.firstDay.longDescription) to \(end.longDescription)",
    ]
    for (index, stop) in stops.enumerated() {
      let nights = "\(stop.nights) \(stop.nights == 1 ? "night" : "nights")"
      lines.append("")
      lines.append(
        "\(index + 1). \(stop.destination.name), \(stop.destination.country), \(nights) from "
          + stop.firstDay.longDescription)
      lines += stop.travelLines
      lines += stop.dayLines(
        from: 1 + first.firstDay.days(until: stop.firstDay), until: start(ofStopAfter: index))
      lines.append("")
      lines.append("Cost     " + stop.costText)
      lines.append("Choice   " + stop.choiceText)
    }
    lines.append("")
    if !packing.isEmpty { lines.append("Packing  " + packing.names.joined(separator: ", ")) }
    lines.append("Total    " + totalText)
    return lines.joined(separator: "\n")
  }

  /// Returns the day on which the next stop begins; nil for the last stop.
  private func start(ofStopAfter index: Int) -> CalendarDay? {
    index + 1 < stops.count ? stops[index + 1].firstDay : nil
  }

  private var totalText: String {
    func money(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency).description }
    var text =
      "flights \(money(cost.flights)), hotels \(money(cost.hotel)), activities \(money(cost.activities)); "
      + "together \(money(cost.total))"
    if let budget { text += " of \(budget)" }
    if let excess { text += ", \(excess) over" }
    return text
  }
}
