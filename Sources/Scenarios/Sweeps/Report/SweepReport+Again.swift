extension SweepReport {
  /// The command that runs one seed of one scenario again, under what the sweep was asked for.
  ///
  /// Scenarios that were asked for as files are asked for as files again, all of them.
  func again(_ scenario: String, seed: UInt64) -> String {
    let words = command.split(separator: " ").map(String.init)
    let operands = words.dropFirst(2).prefix { !$0.hasPrefix("--") }
    var options: [String] = []
    var rest = words.dropFirst(2 + operands.count)
    while let word = rest.popFirst() {
      if word == "--seeds" { rest = rest.dropFirst() } else { options.append(word) }
    }
    let isNamed = operands.isEmpty ? !options.contains("--scenario") : operands.contains(scenario)
    let subject = isNamed ? [scenario] : Array(operands)
    return (["bench chaos"] + subject + options + ["--seeds \(seed)..\(seed)"]).joined(separator: " ")
  }
}
