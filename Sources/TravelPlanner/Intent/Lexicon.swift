/// The known words and all city names, in one hash table with open addressing that is built once.
final class Lexicon: Sendable {
  static let shared = Lexicon()

  /// The entry of a word: its role, and the place names that start with it.
  struct Entry: Sendable {
    var hash: UInt64 = 0
    var role: Role = .none
    var value: Int16 = 0
    /// The start of a range in `names`, the longest name first.
    var firstName: UInt16 = 0
    var nameCount: UInt16 = 0
  }

  /// A place name of one to four words. The first word is the entry that refers to it.
  struct Name: Sendable {
    var city: City
    /// The hashes of the other words; 0 after the last.
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0
    /// True for a name that is also an English word or a short code. It counts only in capitals or after a preposition.
    var isGuarded = false

    var wordCount: Int { second == 0 ? 1 : third == 0 ? 2 : fourth == 0 ? 3 : 4 }
  }

  private let entries: [Entry]
  let names: [Name]

  /// The capacity, a power of two. The table is at most a third full, so a lookup takes one or two probes.
  private static let capacity = 4096

  /// Returns the entry of a folded word; nil for an unknown word.
  @inline(__always) func entry(_ hash: UInt64) -> Entry? {
    var slot = Int(truncatingIfNeeded: hash ^ (hash &>> 29)) & (Lexicon.capacity - 1)
    while true {
      let entry = entries[slot]
      if entry.hash == hash { return entry }
      if entry.hash == 0 { return nil }
      slot = (slot + 1) & (Lexicon.capacity - 1)
    }
  }

  /// Returns the city with the name `text`; nil if `text` is not exactly a name.
  func city(named text: String) -> City? {
    let words = text.split { $0 == " " || $0 == "-" || $0 == "," || $0 == "." }.map { Word.hash($0) }
    guard let first = words.first, words.count <= 4, let entry = entry(first) else { return nil }
    for index in 0..<Int(entry.nameCount) {
      let name = names[Int(entry.firstName) + index]
      if name.wordCount == words.count, words.count < 2 || name.second == words[1],
        words.count < 3 || name.third == words[2], words.count < 4 || name.fourth == words[3]
      {
        return name.city
      }
    }
    return nil
  }

  private init() {
    var entries = [Entry](repeating: Entry(), count: Lexicon.capacity)
    func slot(_ hash: UInt64) -> Int {
      var slot = Int(truncatingIfNeeded: hash ^ (hash &>> 29)) & (Lexicon.capacity - 1)
      while entries[slot].hash != 0, entries[slot].hash != hash { slot = (slot + 1) & (Lexicon.capacity - 1) }
      return slot
    }

    for line in vocabulary {
      for word in line.words.split(separator: " ") {
        let hash = Word.hash(word)
        let slot = slot(hash)
        // The first role of a word has precedence.
        if entries[slot].hash == 0 {
          entries[slot] = Entry(hash: hash, role: line.role, value: line.value)
        }
      }
    }

    var names: [(first: UInt64, order: Int, name: Name)] = []
    func add(_ text: String, _ city: City, guarded: Bool) {
      let words = text.split { $0 == " " || $0 == "-" }.map { Word.hash($0) }
      precondition((1...4).contains(words.count), "a place name has one to four words: \(text)")
      var name = Name(city: city)
      if words.count > 1 { name.second = words[1] }
      if words.count > 2 { name.third = words[2] }
      if words.count > 3 { name.fourth = words[3] }
      name.isGuarded = guarded
      names.append((words[0], names.count, name))
    }
    let table = CityTable.shared
    for index in table.records.indices {
      let record = table.records[index]
      let city = City(index: UInt16(index))
      add(record.name, city, guarded: Lexicon.ordinaryWords.contains(record.name))
      for name in record.otherNames { add(name, city, guarded: name.utf8.count <= 3 || name == "male") }
    }
    // Codes come after all names: a shared airport belongs to the first city by name.
    for index in table.records.indices {
      for code in table.records[index].airports { add(code, City(index: UInt16(index)), guarded: true) }
    }
    for record in table.records {
      guard let word = record.country.split(separator: " ").first else { continue }
      let hash = Word.hash(word)
      let slot = slot(hash)
      if entries[slot].hash == 0 { entries[slot] = Entry(hash: hash, role: .region) }
    }

    names.sort {
      ($0.first, -$0.name.wordCount, $0.order) < ($1.first, -$1.name.wordCount, $1.order)
    }
    for (index, name) in names.enumerated() {
      let slot = slot(name.first)
      entries[slot].hash = name.first
      if entries[slot].nameCount == 0 { entries[slot].firstName = UInt16(index) }
      entries[slot].nameCount += 1
    }
    self.names = names.map(\.name)
    self.entries = entries
  }

  /// City names that are also common words in a sentence about travel.
  private static let ordinaryWords: [String] = ["Nice", "Split"]
}
