import Configuration
import SimCore

// Codecs of texts in scenario files.

extension FieldCodec where Value == String {
  /// A text of at least one character, as a summary is.
  static var prose: FieldCodec {
    .string("a text of 1 to 2000 characters", pattern: "^.+$") {
      !$0.isEmpty && $0.unicodeScalars.count <= 2_000
    }
  }
}

extension FieldCodec where Value == NamePattern {
  /// A pattern of names, such as `hotels.*`.
  static var pattern: FieldCodec {
    FieldCodec<String>.line.map({ text, _ throws(ConfigurationError) in NamePattern(text) }, { $0.text })
  }
}
