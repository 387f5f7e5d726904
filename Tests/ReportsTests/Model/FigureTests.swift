import Reports
import Testing

@Suite("Figures")
struct FigureTests {
  @Test("figures keep six digits and are never infinite")
  func figures() {
    #expect(Figure(1.0 / 3).value == 0.333333)
    #expect(Figure(123_456_789.123).value == 123_457_000)
    #expect(Figure(1e-9).value == 1e-9)
    #expect(Figure(.nan) == .unknown && Figure(.infinity) == .unknown)
    #expect(Figure(0).value == 0 && Figure(-2.5).value == -2.5)
  }
}
