/// A choice of a traveller to learn from.
package enum TravellerChoice: Hashable, Sendable {
  /// One of the flights that were offered.
  case flight(Flight, among: [Flight])
  /// One of the hotels that were offered.
  case hotel(Hotel, among: [Hotel])
  /// An activity.
  case activity(Activity)
  /// The number of visits on a planned day.
  case pace(visitsPerDay: Int)
}
