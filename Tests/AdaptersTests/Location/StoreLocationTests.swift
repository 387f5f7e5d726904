import Adapters
import Primitives
import Testing
import TravelPlanner

@Suite("Store locations")
struct StoreLocationTests {
  @Test(
    "is read from a text and written as one",
    arguments: [
      ("memory", StoreLocation.memory), ("file:trips", .file(folder: "trips")),
      ("file:/a b/ü:c", .file(folder: "/a b/ü:c")), ("sqlite:trips.db", .sqlite(file: "trips.db")),
      ("sqlite:./x/y.db", .sqlite(file: "./x/y.db")),
    ])
  func parsed(text: String, location: StoreLocation) throws {
    #expect(try StoreLocation(parsing: text) == location)
    #expect(location.description == text)
  }

  @Test(
    "is refused with what is allowed",
    arguments: [
      ("", "a store is memory, file:DIR, sqlite:FILE or redis:URL"),
      ("disk:x", "a store is memory, file:DIR, sqlite:FILE or redis:URL"),
      ("Memory", "a store is memory, file:DIR, sqlite:FILE or redis:URL"),
      ("memory:1", "memory takes no argument"),
      ("file", "file:DIR needs a folder, which is created when there is none"),
      ("file:", "file:DIR needs a folder, which is created when there is none"),
      ("sqlite:", "sqlite:FILE needs a file, which is created when there is none"),
      ("file:a\u{0}b", "a path must not contain a zero byte"),
    ])
  func refused(text: String, message: String) {
    #expect(throws: StoreLocation.Mistake(description: message)) { _ = try StoreLocation(parsing: text) }
  }

  #if Redis
    @Test(
      "may be a Redis server",
      arguments: [
        "redis:redis://127.0.0.1:6390/2?prefix=trips", "redis://127.0.0.1:6390/2?prefix=trips",
      ])
    func redis(text: String) throws {
      let address = RedisAddress(host: "127.0.0.1", port: 6390, database: 2, prefix: "trips")
      let location = try StoreLocation(parsing: text)
      #expect(location == .redis(address))
      #expect(try StoreLocation(parsing: location.description) == location)
    }

    @Test(
      "says what is wrong with the address of a Redis server", arguments: ["redis", "redis:", "redis:here"])
    func wrongAddress(text: String) {
      #expect(
        throws: StoreLocation.Mistake(
          description:
            "a Redis address has the form redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME]")
      ) { _ = try StoreLocation(parsing: text) }
    }
  #else
    @Test("says how to get a build with Redis", arguments: ["redis", "redis://host", "redis:redis://host"])
    func withoutRedis(text: String) {
      #expect(
        throws: StoreLocation.Mistake(
          description: "this build has no Redis; build it with: swift build -c release --traits Redis")
      ) { _ = try StoreLocation(parsing: text) }
    }
  #endif

  @Test("takes any text without stopping", arguments: UInt64(0)..<200)
  func generated(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "memory", "file", "sqlite", "redis", ":", "/", "@", "?", "%", "[", "]", "ü", "\u{0}", "", "0", "x=",
    ]
    for _ in 0..<50 {
      let text = (0..<Int(random.next(below: 9))).map { _ in
        pieces[Int(random.next(below: UInt64(pieces.count)))]
      }.joined()
      if let location = try? StoreLocation(parsing: text), case .redis = location {
        #expect((try? StoreLocation(parsing: location.description)) != nil, "\(text)")
      }
      if let address = try? RedisAddress(parsing: "redis://\(text)") {
        var bare = address
        (bare.user, bare.password) = (nil, nil)
        #expect((try? RedisAddress(parsing: bare.description)) == bare, "\(text)")
      }
    }
  }
}
