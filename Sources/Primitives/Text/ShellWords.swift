/// Words as a POSIX shell reads them.
package enum ShellWords {
  /// Returns `word` as it can be typed on a terminal: in single quotes unless it consists of characters without a
  /// meaning to a shell.
  ///
  /// Control characters, which a terminal would obey, are written by `printf`: `'a'"$(printf '\033')"'b'`. The shell
  /// drops line feeds at the end of what `printf` writes, so one takes the next scalar with it, and at the end of
  /// the word it stays in quotes.
  package static func quoted(_ word: String) -> String {
    if isPlain(word) { return word }
    var out = ""
    var plain = ""
    func endPlain() {
      if !plain.isEmpty { out += "'\(plain)'" }
      plain = ""
    }
    var rest = word.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "'" {
        endPlain()
        out += "\\'"
      } else if Escape.isHidden(scalar), scalar != "\n" || rest.contains(where: { $0 != "\n" }) {
        endPlain()
        var written = String(scalar)
        while written.unicodeScalars.last == "\n", let next = rest.popFirst() {
          written.unicodeScalars.append(next)
        }
        out += "\"$(printf '\(written.utf8.map(octal).joined())')\""
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    endPlain()
    return out.isEmpty ? "''" : out
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }

  private static func isPlain(_ word: String) -> Bool {
    // zsh replaces a word that begins with `=` by the path of a command.
    guard let first = word.utf8.first, first != UInt8(ascii: "=") else { return false }
    return word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ":"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ","), UInt8(ascii: "%"), UInt8(ascii: "="),
        UInt8(ascii: "+"), UInt8(ascii: "@"):
        true
      default: false
      }
    }
  }

  /// Returns the words of a command line that `quoted(_:)` wrote: blanks separate words, except within single
  /// quotes and after a backslash.
  package static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word: [UInt8]?
    var isQuoted = false
    var rest = Array(line.utf8)[...]
    let opening = Array("\"$(printf '".utf8)
    let closing = Array("')\"".utf8)
    while let byte = rest.first {
      if !isQuoted, rest.starts(with: opening) {
        rest = rest.dropFirst(opening.count)
        word = word ?? []
        while rest.first == UInt8(ascii: "\\") {
          let digits = String(decoding: rest.dropFirst().prefix(3), as: UTF8.self)
          word?.append(UInt8(digits, radix: 8) ?? UInt8(ascii: "?"))
          rest = rest.dropFirst(4)
        }
        if rest.starts(with: closing) { rest = rest.dropFirst(closing.count) }
        continue
      }
      rest = rest.dropFirst()
      switch byte {
      case UInt8(ascii: "'"):
        isQuoted.toggle()
        word = word ?? []
      case UInt8(ascii: "\\") where !isQuoted:
        word = (word ?? []) + rest.prefix(1)
        rest = rest.dropFirst()
      case UInt8(ascii: " ") where !isQuoted:
        if let word { words.append(String(decoding: word, as: UTF8.self)) }
        word = nil
      default: word = (word ?? []) + [byte]
      }
    }
    if let word { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
