import Primitives
import Testing
import TravelPlanner

@Suite("Price alerts")
struct AlertTests {
  /// Feeds a price an hour and gives the hours at which something was told.
  private func told(_ rule: AlertRule, _ prices: [Int64]) -> [String] {
    var state = AlertState(rule)
    return prices.enumerated().compactMap { hour, price in
      let at = Timestamp(nanosecondsSince1970: Int64(hour) * 3_600_000_000_000)
      return state.observe(price, at: at, watch: 7).map {
        "\(hour) \($0.reason.rawValue) \($0.price) of \($0.high)"
      }
    }
  }

  private func rule(_ target: Int64?, _ drop: Int? = nil, coolDown hours: Int = 0) -> AlertRule {
    AlertRule(target: target, dropPercent: drop, coolDown: .seconds(hours * 3600))
  }

  @Test("a target alerts when it is reached, and again only after the price was above it")
  func target() {
    #expect(
      told(rule(100), [120, 101, 100, 100, 90, 101, 99]) == ["2 target 100 of 120", "6 target 99 of 120"])
    #expect(told(rule(100), [80, 80]) == ["0 target 80 of 80"])
    #expect(told(rule(100), [101, 102]) == [])
  }

  @Test("a drop alerts at exactly its percentage of the highest price since the last one")
  func drop() {
    #expect(told(rule(nil, 10), [100, 91, 90, 89, 82, 81]) == ["2 drop 90 of 100", "5 drop 81 of 90"])
    #expect(told(rule(nil, 10), [100, 90, 200, 180, 170]) == ["1 drop 90 of 100", "3 drop 180 of 200"])
    #expect(told(rule(nil, 1), [1, 1, 1]) == [])
  }

  @Test("both at once is one alert")
  func both() {
    #expect(told(rule(90, 10), [100, 90, 90]) == ["1 both 90 of 100"])
    #expect(told(rule(95, 20), [100, 95, 80]) == ["1 target 95 of 100", "2 drop 80 of 100"])
  }

  @Test("there is no alert in the cool-down; a condition that still holds alerts at exactly its end")
  func coolDown() {
    #expect(
      told(rule(100, coolDown: 3), [100, 110, 100, 100, 110]) == [
        "0 target 100 of 100", "3 target 100 of 110",
      ])
    #expect(told(rule(100, coolDown: 3), [100, 110, 100, 110, 110]) == ["0 target 100 of 100"])
    #expect(
      told(rule(nil, 10, coolDown: 4), [100, 90, 80, 80, 80, 80]) == ["1 drop 90 of 100", "5 drop 80 of 90"])
  }

  @Test("prices near the end of the range do not overflow")
  func large() {
    #expect(told(rule(nil, 50), [.max, .max / 2]) == ["1 drop \(Int64.max / 2) of \(Int64.max)"])
  }
}
