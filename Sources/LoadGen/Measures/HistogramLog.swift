import Primitives

/// A log of histograms by interval, in the `.hlog` text format, version 1.3.
public struct HistogramLog: Sendable, Hashable {
  /// One line of the log.
  public struct Interval: Sendable, Hashable {
    /// A tag without comma, blank and line break; nil for none.
    public var tag: String?
    /// The start in nanoseconds since the start of the log.
    public var start: Int64
    /// The length in nanoseconds.
    public var length: Int64
    /// The values of the interval.
    public var histogram: Histogram

    /// Makes a line; traps if the tag has a comma or a blank.
    public init(tag: String? = nil, start: Int64, length: Int64, histogram: Histogram) {
      if let tag {
        precondition(!tag.contains { $0 == "," || $0.isWhitespace }, "a tag has no comma or blank: \(tag)")
      }
      self.tag = tag
      self.start = start
      self.length = length
      self.histogram = histogram
    }
  }

  /// The start of the log in milliseconds since 1970; 0 for virtual time.
  public var startMilliseconds: Int64
  /// The lines in order of time.
  public var intervals: [Interval]

  /// Makes a log.
  public init(startMilliseconds: Int64 = 0, intervals: [Interval]) {
    self.startMilliseconds = startMilliseconds
    self.intervals = intervals
  }

  /// Returns the log as text, with times in seconds and, as is the custom of the format, maxima in
  /// milliseconds.
  public func text(comment: String = "Logged with bench") -> String {
    let base = HistogramLog.seconds(startMilliseconds * 1_000_000)
    var text = "#[\(comment)]\n#[Histogram log format version 1.3]\n"
    text += "#[BaseTime: \(base) (seconds since epoch)]\n#[StartTime: \(base) (seconds since epoch)]\n"
    text += #""StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram""# + "\n"
    for interval in intervals {
      if let tag = interval.tag { text += "Tag=\(tag)," }
      let max = Text.fixed(Double(interval.histogram.max) / 1_000_000, 3)
      text += "\(HistogramLog.seconds(interval.start)),\(HistogramLog.seconds(interval.length)),\(max),"
      text += interval.histogram.base64 + "\n"
    }
    return text
  }

  /// Reads a log. Skips the legend and all comments other than the start time.
  public init(text: String) throws(HistogramLogError) {
    var start: Int64 = 0
    var intervals: [Interval] = []
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.hasPrefix("#[StartTime:") {
        let figure = line.dropFirst(12).drop { $0 == " " }.prefix { $0.isNumber || $0 == "." }
        start = Int64(saturating: ((Double(figure) ?? 0) * 1000).rounded())
      }
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("\"") { continue }
      var fields = line.split(separator: ",", omittingEmptySubsequences: false)
      var tag: String?
      if let first = fields.first, first.hasPrefix("Tag=") {
        tag = String(first.dropFirst(4))
        fields.removeFirst()
      }
      guard fields.count == 4, let from = Double(fields[0]), let length = Double(fields[1]),
        from.magnitude < 9e9, length.magnitude < 9e9
      else { throw .malformed(line: number) }
      let histogram: Histogram
      do { histogram = try Histogram(base64: String(fields[3])) } catch {
        throw .histogram(line: number, error)
      }
      intervals.append(
        Interval(
          tag: tag, start: Int64(saturating: (from * 1e9).rounded()),
          length: Int64(saturating: (length * 1e9).rounded()),
          histogram: histogram))
    }
    self.init(startMilliseconds: start, intervals: intervals)
  }

  private static func seconds(_ nanoseconds: Int64) -> String { Text.fixed(Double(nanoseconds) / 1e9, 3) }
}

/// An error in reading a histogram log.
public enum HistogramLogError: Error, Hashable, Sendable {
  /// The line does not have the fields of an interval.
  case malformed(line: Int)
  /// The histogram of the line is invalid.
  case histogram(line: Int, HistogramFormatError)
}
