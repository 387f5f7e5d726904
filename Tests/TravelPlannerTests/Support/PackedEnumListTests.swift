import Testing

@testable import TravelPlanner

@Suite("Packed enum list")
struct PackedEnumListTests {
  @Test("gives back the elements in order", arguments: 0...60)
  func order(count: Int) {
    let steps = (0..<count).map { Step.allCases[$0 * 7 % Step.allCases.count] }
    var list = PackedEnumList<Step>()
    for step in steps {
      list.append(step)
      #expect(list.last == step)
    }
    #expect(list.elements == steps)
    #expect(list == PackedEnumList(steps))
    #expect(list.hashValue == PackedEnumList(steps).hashValue)
    if count > 0 { #expect(list != PackedEnumList(steps.dropLast())) }
  }

  @Test func `five bits hold every step and action`() {
    #expect(Step.allCases.allSatisfy { $0.rawValue < 32 })
    #expect(NextAction.allCases.allSatisfy { $0.rawValue < 32 })
    #expect(PackedEnumList(Step.allCases).elements == Step.allCases)
  }
}
