/// Preferences that narrow the searches and are not part of the trip itself.
package struct Preferences: Hashable, Sendable, Codable {
  package var cabin: Cabin?
  /// The largest number of stops; 0 for direct flights.
  package var maximumStops: UInt8?
  /// The lowest hotel rating in tenths of a star: 35 is 3.5.
  package var minimumRating: UInt8?
  package var interests: ActivityCategories
  /// Other preferences as free text.
  package var notes: [String]

  package init(
    cabin: Cabin? = nil, maximumStops: UInt8? = nil, minimumRating: UInt8? = nil,
    interests: ActivityCategories = [], notes: [String] = []
  ) {
    self.cabin = cabin
    self.maximumStops = maximumStops
    self.minimumRating = minimumRating
    self.interests = interests
    self.notes = notes
  }

  /// An upper bound of the length of the JSON form in Unicode scalars, for the limit of 10,000.
  package var serialisedCount: Int {
    // The fixed part: the longest field names and values, with their punctuation.
    var count = 2 + #""cabin":"premiumEconomy","#.count + #""maximumStops":255,"#.count
    count += #""minimumRating":255,"#.count + #""interests":65535,"#.count + #""notes":[]"#.count
    for note in notes {
      count += 3
      for scalar in note.unicodeScalars {
        switch scalar {
        case "\"", "\\", "\n", "\r", "\t", "/": count += 2
        case "\u{0}"..."\u{1F}": count += 6
        default: count += 1
        }
      }
    }
    return count
  }
}
