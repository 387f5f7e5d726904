import Primitives
import TestSupport
import Testing

@testable import TravelPlanner

@Suite("Generated texts of values")
struct TextFuzzTests {
  @Test func `are refused, or print so that they read as the same value`() {
    check(["5%", "1/20", "0.05", "18446744073709551615/18446744073709551615"]) { Ratio($0) }
    check(["2026-02-28", "0001-01-01", "9999-12-31"]) { CalendarDay($0) }
    check(["2026-02-28T23:59:59Z", "1970-01-01T00:00:00.000000001Z", "2262-04-11T23:47:16.854775807Z"]) {
      Timestamp($0)
    }
    check(["Paris", "New York", "Denpasar"]) { City($0) }
    check(["LHR", "JFK"]) { Airport($0) }
    check([SessionID(rawValue: 7).description, SessionID(rawValue: .max).description]) { SessionID($0) }
    check([BookingID(day: CalendarDay(daysSince1970: 20_000), serial: 7).description]) { BookingID($0) }
    check(["06:00-12:00", "22:00-06:00"]) { DayWindow($0) }
  }

  private func check<Value: LosslessStringConvertible & Equatable>(
    _ samples: [String], _ read: (String) -> Value?
  ) {
    InputMutator.each(of: samples) { text in
      guard let value = read(text) else { return }
      #expect(read(value.description) == value, "\(text)")
    }
  }
}
