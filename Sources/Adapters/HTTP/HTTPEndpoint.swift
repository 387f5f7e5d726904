package import Foundation

/// The base address of a service, without user, query or fragment: `https://api.stripe.com`,
/// `http://127.0.0.1:8420/v1`.
///
/// Plain `http` is allowed for this machine only, because calls carry a secret key.
package struct HTTPEndpoint: Hashable, Sendable {
  package let url: URL

  /// The problem with an address.
  package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  package init(_ text: String) throws(Mistake) {
    // The text may hold a secret anywhere, and is not repeated.
    func mistake(_ reason: String) -> Mistake { Mistake(description: "the address \(reason)") }
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host,
      !host.isEmpty
    else { throw mistake("must be an address such as https://host/path") }
    guard parts.user == nil, parts.password == nil else {
      throw mistake("must not hold a user or a password")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw mistake("must not hold a query or a fragment")
    }
    switch scheme {
    case "https": break
    case "http":
      guard HTTPEndpoint.isThisMachine(host) else {
        throw mistake("must begin with https; plain http is allowed for this machine only")
      }
    default: throw mistake("must begin with https")
    }
    guard let url = parts.url else { throw mistake("must be an address such as https://host/path") }
    self.url = url
  }

  /// Returns the address of `path` below this endpoint. Its segments are not escaped.
  func url(_ path: String, query: [(String, String)] = []) -> URL {
    var url = url
    for part in path.split(separator: "/") { url.appendPathComponent(String(part)) }
    guard !query.isEmpty, var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else {
      return url
    }
    parts.percentEncodedQuery = FormBody.text(query)
    return parts.url ?? url
  }

  private static func isThisMachine(_ host: String) -> Bool {
    let bare = host.trimmingCharacters(in: ["[", "]"])
    return bare == "localhost" || bare == "::1" || bare == "127.0.0.1"
  }
}

/// The coding of fields as `application/x-www-form-urlencoded`.
enum FormBody {
  static func text(_ fields: [(String, String)]) -> String {
    fields.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
  }

  /// Escapes every byte except letters, digits and `-._~` as `%XX`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
