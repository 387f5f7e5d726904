import Foundation
import TestSupport
import Testing

@Suite("Card numbers on the command line")
struct CardNumberLeakTests {
  static let cards = [
    "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005", "4242, 4242, 4242, 4242",
    "4242/4242/4242/4242", "５５５５５５５５５５５５４４４４",
  ]

  /// Every part of a command line into which a person could type a card number.
  static let inputs: [@Sendable (String) -> [String]] = [
    { ["Plan a week in Lisbon from Berlin for two, my card is \($0)"] },
    { ["--from", "Berlin \($0)", "--to", "Lisbon"] },
    { ["--from", "Berlin", "--to", $0] },
    { ["--to", "Lisbon", "--departure", $0] },
    { ["Plan a week in Lisbon from Berlin", "--user", $0] },
    { ["Plan a week in Lisbon from Berlin", "--airlines", $0] },
    { ["Plan a week in Lisbon from Berlin", "--max-price", $0] },
    { ["Plan a week in Lisbon from Berlin", "--session", $0] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--contact", "Ada \($0),a@b.org,+49 30 1234567"] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--contact", "Ada,\($0)@b.org,+49 30 1234567"] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--contact", "Ada,a@b.org,\($0)"] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--pay", $0] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--pay", "pm_\($0)"] },
    { ["Plan a week in Lisbon from Berlin", "--book", "--agreed", $0] },
    { ["Plan a week in Lisbon from Berlin", "--classifier", "model", "--day-descriptions", "--clock", $0] },
    { ["Plan a week in Lisbon from Berlin", "--\($0)"] },
  ]

  @Test(
    "appear in no file and no output, wherever they were typed", arguments: inputs.indices,
    ["file:", "sqlite:"])
  func leaks(input: Int, store: String) throws {
    for card in Self.cards {
      try withTemporaryFolder { folder in
        let run = try bench(
          ["plan"] + Self.inputs[input](card) + ["--store", "\(store)\(folder)/store", "--json"])
        let digits = card.filter(\.isNumber)
        #expect(run.status == 64, "\(run.errors)")
        func check(_ bytes: Data, _ place: String) {
          for form in [card, digits] { #expect(bytes.range(of: Data(form.utf8)) == nil, "\(place): \(form)") }
        }
        check(Data(run.output.utf8), "standard output")
        for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
          if let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") { check(bytes, path) }
        }
        check(Data(run.errors.utf8), "standard error")
      }
    }
  }
}
