import Primitives

extension ResultEnvelope {
  /// Returns the result as text for a terminal, at most about 100 columns wide.
  package func textReport() -> String {
    var parts = [header(label: { Text.padRight($0, 9) })]
    parts += ReportTables.all(self).map { $0.text() }
    if !notes.isEmpty {
      parts.append("Notes\n" + notes.map(Escape.line).flatMap(noteLines).map { "  " + $0 + "\n" }.joined())
    }
    parts.append(footer)
    return parts.joined(separator: "\n")
  }

  private func noteLines(_ note: String) -> [String] {
    Text.wrapped(note, 94).enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
  }

  private func header(label: (String) -> String) -> String {
    var text = Escape.line(title) + "\n\n"
    for (name, value) in summaryLines { text += "  \(label(name))  \(Escape.line(value))\n" }
    return text
  }

  /// The lines that identify the result: clock, seed, model, workload, tool and command.
  var summaryLines: [(name: String, value: String)] {
    var lines: [(String, String)] = []
    let virtual =
      "virtual: exact and repeatable" + (hostComparison == nil ? "" : "; the host comparison on the host's")
    lines.append(("clock", kind == .virtual ? virtual : "the host's"))
    lines.append(("seed", "\(seed)   digest \(digest)"))
    for (index, model) in config.models.enumerated() { lines.append((index == 0 ? "model" : "", model)) }
    lines.append(("workload", config.workload))
    lines.append(("profiles", config.profiles.joined(separator: ", ")))
    if let policy = config.policy { lines.append(("policy", policy)) }
    if config.warmUpNanoseconds > 0 {
      lines.append(("warm-up", "\(Text.duration(config.warmUpNanoseconds)), left out of the figures"))
    }
    if let machine {
      let parts = [machine.cpu, "\(machine.cores) cores", machine.system, machine.toolchain]
      lines.append(("machine", parts.compactMap { $0 }.joined(separator: ", ")))
    }
    var version = "\(tool.name) \(tool.version)"
    if let commit = tool.commit { version += " (\(commit))" }
    lines.append(("tool", version))
    lines.append(("repeat", command))
    return lines
  }

  private var footer: String {
    "seed \(Escape.line(seed))   digest \(Escape.line(digest))\nverdict=\(verdict.rawValue) exit=\(exit)\n"
  }
}
