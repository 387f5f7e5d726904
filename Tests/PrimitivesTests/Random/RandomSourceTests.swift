import Primitives
import Testing

@Suite("Random source")
struct RandomSourceTests {
  private let flights: DrawSite = "flights.latency"
  private let hotels: DrawSite = "hotels.latency"

  @Test("a draw more at one site changes no other site's draws", arguments: 0..<50 as Range<UInt64>)
  func independentSites(seed: UInt64) {
    let random = RandomSource(seed: seed)
    func hotelDraws(flightDraws: Int) -> [UInt64] {
      var flight = random.draw(flights, 1, 1)
      var stream = random.stream("faults")
      return (0..<8).map { entity in
        for _ in 0..<flightDraws {
          _ = flight.next()
          _ = stream.next()
        }
        var hotel = random.draw(hotels, UInt64(entity), 0)
        return hotel.next()
      }
    }
    #expect(hotelDraws(flightDraws: 1) == hotelDraws(flightDraws: 2))
  }

  @Test("every part of the key matters, and their order")
  func keys() {
    func first(_ random: RandomSource, _ site: DrawSite, _ entity: UInt64, _ attempt: UInt64) -> UInt64 {
      var draws = random.draw(site, entity, attempt)
      return draws.next()
    }
    let random = RandomSource(seed: 42)
    let draws = [
      first(random, flights, 1, 2), first(random, hotels, 1, 2), first(random, flights, 2, 1),
      first(random, flights, 1, 3), first(random, flights, 2, 2),
      first(RandomSource(seed: 43), flights, 1, 2),
      first(random.child("replica", 0), flights, 1, 2), first(random.child("replica", 1), flights, 1, 2),
    ]
    #expect(Set(draws).count == draws.count)
    #expect(first(random, flights, 1, 2) == draws[0])
  }

  @Test("neighbouring keys are unrelated: half of all bits differ")
  func avalanche() {
    let random = RandomSource(seed: 1)
    var changed = 0
    for entity in 0..<1_000 as Range<UInt64> {
      var a = random.draw(flights, entity)
      var b = random.draw(flights, entity + 1)
      changed += (a.next() ^ b.next()).nonzeroBitCount
    }
    #expect((31_500...32_500).contains(changed))
  }

  @Test("a seed names the same draws for ever")
  func golden() {
    let random = RandomSource(seed: 42)
    var draw = random.draw(flights, 7, 1)
    var stream = random.stream(flights)
    var child = random.child("replica", 3).draw(hotels)
    #expect(DrawSite("flights.latency") == flights)
    #expect(
      [flights.hash, draw.next(), stream.next(), child.next()] == [
        8_953_223_122_631_536_192, 5_541_555_177_366_201_428, 8_115_349_454_905_155_366,
        12_743_098_413_849_915_841,
      ])
  }
}
