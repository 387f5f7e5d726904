import Primitives
import Testing

@testable import TravelPlanner

@Suite("Names of records")
struct RecordNameTests {
  @Test("ids look as documented")
  func forms() {
    #expect("\(TripID(rawValue: 0xF231_7E49_5669))" == "TRIP_F2317E495669")
    #expect("\(TripID(rawValue: 0xAB))" == "TRIP_0000000000AB")
    let time = Timestamp("2026-02-22T18:43:05.943484Z")!
    #expect("\(ConfirmationNumber(time: time, serial: 0x14C7D0))" == "CONF_20260222184305_14C7D0")
    #expect("\(TripRecordVersion(.budget, 3))" == "budget_ml_v3")
  }

  @Test("a name reads back as it was written")
  func roundTrip() {
    var draws = SplitMix64(seed: 1)
    for _ in 0..<500 {
      let trip = TripID(rawValue: draws.next())
      #expect(TripID("\(trip)") == trip)
      let confirmation = ConfirmationNumber(
        time: Timestamp(nanosecondsSince1970: Int64(draws.next() >> 2)), serial: UInt32(draws.next() >> 32))
      #expect(ConfirmationNumber("\(confirmation)") == confirmation)
    }
    for kind in TripRecordKind.allCases {
      for number in [1, 2, 10] {
        #expect(TripRecordVersion("\(TripRecordVersion(kind, number))") == TripRecordVersion(kind, number))
      }
    }
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "TRIP_", "TRIP_F2317E49566", "TRIP_F2317E4956690", "TRIP_f2317e495669", "trip_F2317E495669",
      "TRIP_+2317E495669", "BK_20260230_03859166", "BK_20260222-03859166", "BK_20260222_0385916",
      "BK_2026022_103859166",
      "CONF_20260222184365_14C7D0", "CONF_20260222184305_14C7D", "CONF_20260222244305_14C7D0",

      "intent_v0", "intent_v01", "intentv1", "intent_v+1", "intent_v", "v1", "plan_v1", "TRIP_F2317E49566é",
    ])
  func refused(text: String) {
    #expect(TripID(text) == nil)
    #expect(ConfirmationNumber(text) == nil)
    #expect(TripRecordVersion(text) == nil)
  }

  @Test("the same source and key draw the same ids, others draw others")
  func drawn() {
    let random = RandomSource(seed: 42)
    let ids = (0..<1000).map { TripID(for: $0, from: random) }
    #expect(ids == (0..<1000).map { TripID(for: $0, from: random) })
    #expect(Set(ids).count == 1000)
    #expect(TripID(for: 1, from: RandomSource(seed: 43)) != ids[1])
  }
}
