/// What must never be of bookings, read from the providers' own books; and when all is healed, nothing is owed.
enum BookingsEnd {
  static func check(_ record: CaseRecord, _ findings: inout Findings) {
    guard let bookings = record.bookings else { return }
    for check in BookingCheck.allCases where bookings.isAtRest || !check.needsRest {
      findings.judged(check.name, bookings.count)
    }
    for violation in bookings.violations { findings.add(violation) }
    for owed in bookings.owed { findings.add(PendingWork(.saga, "booking", owed)) }
  }
}
