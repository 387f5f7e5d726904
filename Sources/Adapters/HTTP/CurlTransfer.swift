import CCurl
import Foundation

/// One call in libcurl. Used on the loop's thread alone; frees its allocations when it ends.
@safe final class CurlTransfer {
  let easy: UnsafeMutableRawPointer

  private let pending: PendingResponse
  private let limit: Int
  private var lines: UnsafeMutablePointer<curl_slist>?
  /// libcurl's message for a failure, zero-terminated.
  private let errorMessage = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var headers: [String: String] = [:]
  private var body = Data()
  private var received = 0

  init(_ queued: CurlLoop.QueuedRequest) {
    guard let easy = unsafe curl_easy_init() else { preconditionFailure("no memory for libcurl") }
    unsafe self.easy = unsafe easy
    pending = queued.pending
    limit = queued.limit
    unsafe errorMessage.initialize(repeating: 0)
    set(queued.request)
    let (seconds, attoseconds) = queued.timeout.components
    let milliseconds =
      min(seconds, 1 << 31) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    set(CURLOPT_TIMEOUT_MS, Int(milliseconds))
    // Each call opens its own connection, so libcurl never sends it again on another one.
    set(CURLOPT_FRESH_CONNECT, 1)
    set(CURLOPT_FORBID_REUSE, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    // No signals in a program with threads; no waiting for a slow name server at the end of a call.
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_QUICK_EXIT, 1)
    unsafe curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorMessage.baseAddress)
    let receiver = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe curl_set_pointer(easy, CURLOPT_WRITEDATA, receiver)
    unsafe curl_set_pointer(easy, CURLOPT_HEADERDATA, receiver)
    unsafe curl_set_part(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, receiver in
      unsafe CurlTransfer.of(receiver).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    unsafe curl_set_part(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, receiver in
      unsafe CurlTransfer.of(receiver).receiveLine(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_slist_free_all(lines)
    unsafe errorMessage.deallocate()
  }

  /// True if the call has ended or its caller was cancelled.
  var isSettled: Bool { pending.isSettled }

  /// Sets the outcome, when libcurl has completed the transfer.
  func end(_ result: CURLcode) {
    if result == CURLE_OK {
      let status = unsafe curl_status(easy)
      pending.settle(.success(HTTPResponse(status: status, headers: headers, body: body)))
    } else {
      pending.settle(.failure(failure(result)))
    }
  }

  // MARK: Setting up

  private func set(_ request: HTTPRequest) {
    set(CURLOPT_URL, request.url.absoluteString)
    if request.url.scheme == "http" { set(CURLOPT_PROXY, "") }
    // Otherwise libcurl would wait for "100 Continue" before a long body.
    add("Expect:")
    if let body = request.body ?? (request.method == "POST" ? Data() : nil) {
      unsafe curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      unsafe body.withUnsafeBytes { bytes in
        // libcurl copies the body. An empty body is an empty text; null would mean a body read through a callback.
        if let start = bytes.baseAddress, bytes.count > 0 {
          unsafe curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
        } else {
          set(CURLOPT_COPYPOSTFIELDS, "")
        }
      }
      if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) { add("Content-Type:") }
    }
    set(CURLOPT_CUSTOMREQUEST, request.method)
    for (name, value) in request.headers { add(value.isEmpty ? "\(name);" : "\(name): \(value)") }
    unsafe curl_set_pointer(easy, CURLOPT_HTTPHEADER, lines)
  }

  private func add(_ line: String) {
    guard let longer = unsafe curl_slist_append(lines, line) else {
      preconditionFailure("no memory for libcurl")
    }
    unsafe lines = unsafe longer
  }

  private func set(_ option: CURLoption, _ value: Int) { check(unsafe curl_set_number(easy, option, value)) }

  private func set(_ option: CURLoption, _ value: String) { check(unsafe curl_set_text(easy, option, value)) }

  private func check(_ result: CURLcode) {
    precondition(result == CURLE_OK, "libcurl refused an option with code \(result.rawValue)")
  }

  // MARK: Receiving

  private static func of(_ receiver: UnsafeMutableRawPointer?) -> CurlTransfer {
    guard let receiver = unsafe receiver else { preconditionFailure("libcurl passed no receiver") }
    return unsafe Unmanaged<CurlTransfer>.fromOpaque(receiver).takeUnretainedValue()
  }

  /// Receives bytes of the body. Returns their number, or 0 to abort the transfer.
  private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard unsafe count(bytes) else { return 0 }
    unsafe body.append(contentsOf: bytes)
    return bytes.count
  }

  private func receiveLine(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard unsafe count(bytes) else { return 0 }
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // A new status line follows an interim response, such as "100 Continue", whose headers do not count.
      headers = [:]
    } else if let colon = line.firstIndex(of: ":") {
      let name = line[..<colon].lowercased()
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
      headers[name] = headers[name].map { "\($0), \(value)" } ?? value
    }
    return bytes.count
  }

  private func count(_ bytes: UnsafeRawBufferPointer) -> Bool {
    received += bytes.count
    return received <= limit
  }

  private func failure(_ result: CURLcode) -> HTTPFailure {
    if received > limit { return .tooLarge(limit: limit) }
    let own = unsafe String(cString: errorMessage.baseAddress!)
    let text = own.isEmpty ? unsafe String(cString: curl_easy_strerror(result)) : own
    switch result {
    case CURLE_OPERATION_TIMEDOUT: return .timedOut
    case CURLE_URL_MALFORMAT, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION:
      return .unreachable(text)
    default: return .interrupted(text)
    }
  }
}
