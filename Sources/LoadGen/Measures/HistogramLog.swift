/// Histograms by interval as text: the `.hlog` format, version 1.3.
public struct HistogramLog: Sendable, Hashable {
  public struct Interval: Sendable, Hashable {
    /// No comma, blank or line break; nil writes none.
    public var tag: String?
    /// Since the log's start.
    public var start: Int64
    public var length: Int64
    public var histogram: Histogram

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

  /// When the log starts, in milliseconds since 1970; 0 for virtual time.
  public var startMilliseconds: Int64
  public var intervals: [Interval]

  public init(startMilliseconds: Int64 = 0, intervals: [Interval]) {
    self.startMilliseconds = startMilliseconds
    self.intervals = intervals
  }

  /// The log as text. Times in seconds; the maximum column in milliseconds, by the format's custom.
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

  /// Reads a log. Comment lines other than the start time, and the legend, are skipped.
  public init(text: String) throws(HistogramLogError) {
    var start: Int64 = 0
    var intervals: [Interval] = []
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.hasPrefix("#[StartTime:") {
        let figure = line.dropFirst(12).drop { $0 == " " }.prefix { $0.isNumber || $0 == "." }
        start = Int64(((Double(figure) ?? 0) * 1000).rounded())
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
          tag: tag, start: Int64((from * 1e9).rounded()), length: Int64((length * 1e9).rounded()),
          histogram: histogram))
    }
    self.init(startMilliseconds: start, intervals: intervals)
  }

  private static func seconds(_ nanoseconds: Int64) -> String { Text.fixed(Double(nanoseconds) / 1e9, 3) }
}

/// Why text is not a histogram log.
public enum HistogramLogError: Error, Hashable, Sendable {
  case malformed(line: Int)
  case histogram(line: Int, HistogramFormatError)
}
