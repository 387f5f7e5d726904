import Primitives
import Testing
import TravelPlanner

@testable import SimulatedTravel

@Suite("Offers in order")
struct OutputSpanRankTests {
  @Test("are those of a sort that keeps equals as they came", arguments: 0..<40)
  func agreesWithSort(seed: Int) {
    var draws = SplitMix64(seed: UInt64(seed))
    let made = (0..<seed).map { (rank: Int64(draws.next(in: 0...9)), serial: $0) }
    var kept: [(rank: Int64, serial: Int)] = []
    kept.append(addingCapacity: made.count) { kept in
      for element in made { kept.insert(element) { $0.rank } }
    }
    let sorted = made.sorted { ($0.rank, $0.serial) < ($1.rank, $1.serial) }
    #expect(kept.map(\.serial) == sorted.map(\.serial))
  }

  @Test func `every name of a hotel that can be drawn is there`() {
    let last = HotelName(first: UInt8(HotelName.firstCount - 1), second: UInt8(HotelName.secondCount - 1))
    #expect(last.text(in: City("Rome")!) == "Museum Court Rome")
  }
}
