/// The compressed form as base64, so that equal counts give equal text, however they were added up.
///
/// The exact extremes are not in the form: see `init(encoded:)`.
extension Histogram: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(HistogramFormatError) {
      try self.init(base64: text)
    } catch {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a histogram: \(error)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(base64)
  }
}
