import Testing

@testable import LoadGen

@Suite("Samples")
struct SampleTests {
  @Test func `mean, variance and median are the textbook ones, and 0 without values`() {
    #expect(Sample.mean([1, 2, 6]) == 3 && Sample.mean([]) == 0)
    #expect(Sample.variance([1, 2, 6]) == 7 && Sample.variance([5]) == 0)
    #expect(Sample.median([6, 1, 2]) == 2 && Sample.median([1, 2, 3, 6]) == 2.5 && Sample.median([]) == 0)
  }

  @Test func `equal values share their mean rank`() {
    #expect(Sample.ranks([3, 1, 3, 2]).ranks == [3.5, 1, 3.5, 2])
    #expect(Sample.ranks([3, 1, 3, 2]).ties == 6)
  }
}
