import Primitives

#if Redis
  internal import Resilience
  internal import TravelPlanner

  /// The records of one kind on a server, each a hash. A save is one script on the server.
  ///
  /// A key that cannot be read as a record is renamed to `KEY:corrupt-1`.
  struct RedisStorage: RecordStorage {
    typealias Word = RedisServer.Word

    let server: RedisServer
    let kind: RecordKind

    var corruptions: [StoreCorruption] { server.corruptions }

    func save(_ record: StoredRecord, as name: String, at now: Timestamp) throws(StoreError) {
      let answer = try perform([
        "EVAL", RedisScripts.save, "3", key(name), openNames, Word(quarantineName(name)), Word(name),
        Word(RedisStorage.text(now)), "\(record.revision &- 1)", "\(record.revision)",
        Word(record.expires.map { RedisStorage.text($0) } ?? "never"), record.isOpen ? "1" : "0",
        Word(Checksum.text(record.checksum(as: name))), Word(record.body),
        Word(lifetime(of: record, from: now)),
        kind.isIrreplaceable ? "1" : "0",
      ])
      switch answer.string {
      case "saved": return
      case "corrupt":
        // Quarantines the record and throws.
        _ = try load(name)
        throw .unavailable(reason: "\(subject(name)) was damaged, and is gone now")
      default:
        guard let current = answer.string.flatMap({ UInt32($0) }) else {
          throw .unavailable(reason: "\(server.address) gave no answer to a save that makes sense")
        }
        throw .stale(current: current)
      }
    }

    func load(_ name: String) throws(StoreError) -> StoredRecord? {
      let reply: RedisReply
      do throws(RedisFailure) {
        reply = try server.perform(
          ["HMGET", key(name), "revision", "expires", "open", "checksum", "record"], isReadOnly: true)
      } catch {
        guard case .refused(let message) = error, message.hasPrefix("WRONGTYPE") else {
          throw server.storeError(error)
        }
        throw .corrupt(quarantine(name, nil, because: "it is not a hash"))
      }
      guard case .list(let fields) = reply, fields.count == 5 else {
        throw .unavailable(reason: "\(server.address) gave no answer to a question that makes sense")
      }
      if fields == Array(repeating: .null, count: 5) { return try missing(name) }
      guard let revision = fields[0].string.flatMap({ UInt32($0) }), let expires = fields[1].string,
        let isOpen = fields[2].string, let checksum = fields[3].string, case .text(let body) = fields[4],
        let time = RedisStorage.time(expires)
      else { throw .corrupt(quarantine(name, nil, because: "it is not one of this program's records")) }
      let record = StoredRecord(revision: revision, expires: time, isOpen: isOpen == "1", body: body)
      guard Checksum.text(record.checksum(as: name)) == checksum else {
        throw .corrupt(quarantine(name, checksum, because: "its checksum does not match"))
      }
      return record
    }

    func delete(_ name: String) throws(StoreError) -> Bool {
      let answer = try perform(["EVAL", RedisScripts.delete, "2", key(name), openNames, Word(name)])
      return answer != .integer(0)
    }

    func names(matching filter: RecordFilter) throws(StoreError) -> [String] {
      switch filter {
      case .open:
        guard case .list(let names) = try ask(["SMEMBERS", openNames]) else { return [] }
        return names.compactMap(\.string).sorted()
      case .unexpired(let now): return try names(at: RedisStorage.text(now))
      }
    }

    /// Does nothing: the server removes expired records itself.
    func removeExpired(at now: Timestamp) throws(StoreError) -> Int { 0 }

    func quarantine(_ record: StoredRecord, as name: String, because reason: String) -> StoreCorruption {
      quarantine(name, Checksum.text(record.checksum(as: name)), because: reason)
    }

    // MARK: Names

    private func text(_ name: String) -> String { "\(server.address.prefix):\(kind.name):\(name)" }
    private func key(_ name: String) -> Word { Word(text(name)) }
    private func quarantineName(_ name: String) -> String { text(name) + ":corrupt-1" }
    private func subject(_ name: String) -> String { "\(text(name)) at \(server.address)" }
    private var openNames: Word { "\(server.address.prefix):open-\(kind.name)" }

    /// Returns the names of unexpired records. Scans all keys of the database, a thousand at a time.
    private func names(at now: String) throws(StoreError) -> [String] {
      let start = text("")
      var names: Set<String> = []
      var cursor = "0"
      repeat {
        let page = try ask(["SCAN", Word(cursor), "MATCH", "\(start)*", "COUNT", "1000"])
        guard case .list(let parts) = page, parts.count == 2, let next = parts[0].string,
          case .list(let keys) = parts[1]
        else { throw .unavailable(reason: "\(server.address) gave no answer to SCAN that makes sense") }
        let found = keys.compactMap(\.string).map { String($0.dropFirst(start.count)) }
          .filter { !$0.contains(":") }
        cursor = next
        if found.isEmpty { continue }
        let answer = try ask(["EVAL", RedisScripts.expiries, "\(found.count)"] + found.map { key($0) })
        guard case .list(let expiries) = answer, expiries.count == found.count else {
          throw .unavailable(reason: "\(server.address) gave no answer to a list that makes sense")
        }
        for (name, expiry) in zip(found, expiries) {
          if expiry.string == "corrupt" {
            do throws(StoreError) {
              _ = try load(name)
            } catch {
              guard case .corrupt = error else { throw error }
            }
          } else if let expiry = expiry.string, expiry > now {
            names.insert(name)
          }
        }
      } while cursor != "0"
      return names.sorted()
    }

    // MARK: Quarantine

    /// Handles a record without any known field: returns nil if it is missing, and throws `corrupt` for another
    /// program's hash or an irreplaceable record that was quarantined.
    private func missing(_ name: String) throws(StoreError) -> StoredRecord? {
      if try ask(["TYPE", key(name)]).string == "hash" {
        // Another program's hash, or a record written since the question before.
        guard try ask(["HEXISTS", key(name), "checksum"]) == .integer(0) else { return try load(name) }
        throw .corrupt(quarantine(name, nil, because: "it is not one of this program's records"))
      }
      guard kind.isIrreplaceable, try ask(["EXISTS", Word(quarantineName(name))]) == .integer(1) else {
        return nil
      }
      throw .corrupt(
        StoreCorruption(
          subject: subject(name), reason: "it was found damaged before", quarantinedAs: quarantineName(name)))
    }

    private func quarantine(_ name: String, _ checksum: String?, because reason: String) -> StoreCorruption {
      var corruption = StoreCorruption(subject: subject(name), reason: reason)
      if server.isReadOnly { return server.record(corruption) }
      do throws(RedisFailure) {
        let answer = try server.perform([
          "EVAL", RedisScripts.quarantine, "2", key(name), openNames, Word(name), Word(checksum ?? ""),
          kind.isIrreplaceable ? "1" : "0",
        ])
        corruption.quarantinedAs = answer.string
        if corruption.quarantinedAs == nil { corruption.reason += "; it has been replaced since" }
      } catch {
        corruption.reason += "; \(server.storeError(error))"
      }
      return server.record(corruption)
    }

    // MARK: Times

    /// Sixteen hexadecimal digits that sort as the times do.
    static func text(_ time: Timestamp) -> String {
      Checksum.text(UInt64(bitPattern: time.nanosecondsSince1970) ^ 1 << 63)
    }

    /// Reads a time: `.some(nil)` for never, nil if the text is no time.
    static func time(_ text: String) -> Timestamp?? {
      if text == "never" { return .some(nil) }
      guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
      return Timestamp(nanosecondsSince1970: Int64(bitPattern: bits ^ 1 << 63))
    }

    /// Milliseconds until the server may remove the record, rounded up; empty for never.
    private func lifetime(of record: StoredRecord, from now: Timestamp) -> String {
      guard let expires = record.expires else { return "" }
      let (nanoseconds, overflow) = expires.nanosecondsSince1970.subtractingReportingOverflow(
        now.nanosecondsSince1970)
      if overflow && expires > now { return "" }
      let wait = overflow ? 0 : max(0, nanoseconds / 1_000_000 + 1)
      return "\(max(1, wait + server.grace.wholeNanoseconds / 1_000_000))"
    }

    // MARK: Commands

    private func ask(_ words: [Word]) throws(StoreError) -> RedisReply {
      try perform(words, isReadOnly: true)
    }

    private func perform(_ words: [Word], isReadOnly: Bool = false) throws(StoreError) -> RedisReply {
      do throws(RedisFailure) {
        return try server.perform(words, isReadOnly: isReadOnly)
      } catch {
        throw server.storeError(error)
      }
    }
  }

  extension DurableStateStore {
    /// Returns a store that keeps sessions on a server, which may be shared with a booking journal.
    ///
    /// The server removes expired sessions itself, `RedisServer.grace` later; until then `load` returns `expired`, from
    /// then on `missing`. `sessions` scans all keys of the server's database.
    package static func redis(_ server: RedisServer) -> DurableStateStore {
      DurableStateStore(RedisStorage(server: server, kind: .session))
    }
  }

  extension DurableBookingJournal {
    /// Returns a journal that keeps bookings on a server, which may be shared with a state store.
    ///
    /// As durable as the server is: `RedisServer` lists the settings it needs.
    package static func redis(_ server: RedisServer) -> DurableBookingJournal {
      DurableBookingJournal(RedisStorage(server: server, kind: .booking))
    }
  }
#endif
