/// Something a traveller chose, to learn from.
package enum TravellerChoice: Hashable, Sendable {
  /// One of the flights that were offered.
  case flight(Flight, among: [Flight])
  /// One of the hotels that were offered.
  case hotel(Hotel, among: [Hotel])
  /// Something to do.
  case activity(Activity)
  /// So many visits on a planned day.
  case pace(visitsPerDay: Int)
}
