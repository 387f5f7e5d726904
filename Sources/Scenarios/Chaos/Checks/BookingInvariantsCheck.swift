/// Checks the booking invariants and, once all faults have cleared, that no obligation remains.
enum BookingInvariantsCheck {
  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    guard let bookings = record.bookings else { return }
    for check in BookingInvariant.allCases where bookings.isTerminal || !check.needsRest {
      findings.evaluated(check.name, bookings.count)
    }
    for violation in bookings.violations { findings.add(violation) }
    for owed in bookings.owed { findings.add(PendingWork(.saga, "booking", owed)) }
  }
}
