package import TravelPlanner

/// One of the four trips that show what a plan leaves behind: the request, and what its records add.
package struct SampleTrip: Sendable {
  package var title: String
  package var request: TripRequest
  package var wishes: TripRecordMaker.Details
  package var contact: TravellerContact

  /// In the order of the published demonstration.
  package static let all = [varanasi, hamptaPass, goa, manali]

  package static let varanasi = SampleTrip(
    "Varanasi Spiritual", from: "Delhi", to: "Varanasi", "2026-02-06", "2026-02-08", people: 2,
    Preferences(minimumRating: 40, interests: [.init(.history), .init(.wellness)]),
    .luxury, .spiritual, 30_000...60_000,
    TravellerContact(name: "John Doe", email: "john@example.com", phone: "+91-9876543210"))

  package static let hamptaPass = SampleTrip(
    "Hampta Pass Trek", from: "Delhi", to: "Hampta Pass", "2026-06-12", "2026-06-16", people: 3,
    Preferences(interests: [.init(.adventure), .init(.nature)]),
    .standard, .trekking, 25_000...90_000,
    TravellerContact(name: "Asha Rao", email: "asha@example.com", phone: "+91-9812345670"))

  package static let goa = SampleTrip(
    "Goa Beach Retreat", from: "Mumbai", to: "Goa", "2026-11-14", "2026-11-20", people: 4,
    Preferences(minimumRating: 25, interests: [.init(.beach), .init(.food)]),
    .budget, .beach, 40_000...160_000,
    TravellerContact(name: "Ravi Menon", email: "ravi@example.com", phone: "+91-9845012345"))

  package static let manali = SampleTrip(
    "Manali Adventure", from: "Delhi", to: "Manali", "2026-04-18", "2026-04-21", people: 2,
    Preferences(minimumRating: 30, interests: [.init(.adventure)]),
    .standard, .adventure, 30_000...70_000,
    TravellerContact(name: "Meera Shah", email: "meera@example.com", phone: "+91-9900112233"))

  /// `budget` in whole rupees.
  private init(
    _ title: String, from origin: String, to destination: String, _ departure: String, _ returning: String,
    people: Int, _ preferences: Preferences, _ comfort: ComfortLevel, _ type: TripType,
    _ budget: ClosedRange<Int64>, _ contact: TravellerContact
  ) {
    self.title = title
    request = TripRequest(
      origin: origin, destination: destination, departure: departure, returning: returning,
      passengers: people, budgetMinorUnits: budget.upperBound * 100, currency: "INR",
      preferences: preferences)
    wishes = TripRecordMaker.Details(
      comfort: comfort, type: type,
      budget: BudgetRange(min: Money(budget.lowerBound, .inr), max: Money(budget.upperBound, .inr)))
    self.contact = contact
  }
}
