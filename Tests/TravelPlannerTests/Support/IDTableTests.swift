import Primitives
import Testing
import TravelPlanner

@Suite("ID table")
struct IDTableTests {
  /// Which word a number stands for: as they come, far apart, and all of one home but few.
  enum Words: CaseIterable {
    case counted, mixed, crowded

    func key(_ number: UInt64) -> UInt64 {
      switch self {
      case .counted: number
      case .mixed: SplitMix64.mix(number)
      // The inverse of the golden ratio: products that count up differ in their lower bits alone.
      case .crowded: number &* 0xF1DE_83E1_9937_733D
      }
    }
  }

  @Test("behaves like a dictionary", arguments: Words.allCases, [1, 2, 3] as [UInt64])
  func agreesWithDictionary(words: Words, seed: UInt64) {
    var draws = SplitMix64(seed: seed)
    var table = IDTable<UInt64, Int>()
    var model: [UInt64: Int] = [:]
    for step in 0..<4000 {
      let key = words.key(draws.next(below: 300))
      switch draws.next(below: 8) {
      case 0...3:
        table[key] = step
        model[key] = step
      case 4...5:
        table[key] = nil
        model[key] = nil
      case 6 where draws.next(below: 100) == 0:
        table.removeAll { $0 % 3 == 0 }
        model = model.filter { $0.value % 3 != 0 }
      default: break
      }
      #expect(table[key] == model[key])
      #expect(table.count == model.count)
    }
    for number in 0..<300 as Range<UInt64> {
      #expect(table[words.key(number)] == model[words.key(number)])
    }
    #expect(table.values.sorted() == model.values.sorted())
  }

  @Test func `values are in the order of insertion`() {
    var table = IDTable<UInt64, String>()
    for (place, name) in ["c", "a", "b"].enumerated() { table[UInt64(9 - place)] = name }
    table[9] = "C"
    #expect(Array(table.values) == ["C", "a", "b"])
  }

  /// Two keys may share a word: then the keys themselves are compared.
  @Test func `keys with one word are two keys`() {
    struct Named: IDKey {
      var name: String
      var hashBits: UInt64 { 7 }
    }
    var table = IDTable<Named, Int>()
    for (number, name) in ["one", "two", "three"].enumerated() { table[Named(name: name)] = number }
    table[Named(name: "one")] = nil
    #expect(table[Named(name: "one")] == nil)
    #expect(table[Named(name: "two")] == 1)
    #expect(table[Named(name: "three")] == 2)
  }
}
