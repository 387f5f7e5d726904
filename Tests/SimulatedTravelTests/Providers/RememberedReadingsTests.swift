import Primitives
import Testing
import TravelPlanner

@testable import SimulatedTravel

@Suite("Remembered readings")
struct RememberedReadingsTests {
  @Test func `a text has the same reading as the first time, and another one on another day`() {
    let readings = RememberedReadings()
    let day = CalendarDay(year: 2026, month: 1, day: 1)!
    for text in RequestMix.trips + ["Rome from Berlin tomorrow", "qwrt zxcv", "Rome from Rome"] {
      for today in [day, day.advanced(by: 1), day] {
        let expected = RuleBasedClassifier().classify(text, today: today)
        #expect(readings.classify(text, today: today) == expected, "\(text) on \(today)")
      }
    }
  }

  @Test func `more texts than it keeps are read all the same`() {
    let readings = RememberedReadings()
    let day = CalendarDay(year: 2026, month: 1, day: 1)!
    for nights in Array(1...365) + Array(1...365) {
      let text = "Rome from Berlin for \(nights) nights, 2 adults"
      for today in [day, day.advanced(by: 1)] {
        guard case .understood(let intent) = readings.classify(text, today: today) else {
          Issue.record("refused: \(text)")
          continue
        }
        #expect(intent.nights == Int16(nights))
      }
    }
  }
}
