// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "shakedown",
  products: [
    .library(name: "SimCore", targets: ["SimCore"]),
    .library(name: "SimTesting", targets: ["SimTesting"]),
    .library(name: "Primitives", targets: ["Primitives"]),
    .library(name: "Configuration", targets: ["Configuration"]),
    .library(name: "Resilience", targets: ["Resilience"]),
    .library(name: "LoadGen", targets: ["LoadGen"]),
    .executable(name: "bench", targets: ["bench"]),
  ],
  traits: [
    .trait(name: "Redis", description: "Stores on Redis, through libhiredis."),
    .trait(
      name: "Mutants", description: "Known mistakes in the code, selected at run time, for sweeps to find."),
  ],
  targets: [
    // Each module imports only what stands below it here.
    .executableTarget(
      name: "bench",
      dependencies: [
        "CJemalloc", "CHeap", "Scenarios", "Experiments", "ResilienceConformance", "QueueingValidation",
        "SimulatedTravel", "SimulatedServices", "Reports", "LoadGen", "Adapters", "TravelPlanner",
        "Resilience", "SimCore",
        "Mutation", "Configuration", "Primitives",
      ],
      swiftSettings: strict),
    .target(
      name: "Scenarios",
      dependencies: [
        "SimulatedTravel", "SimulatedServices", "Reports", "LoadGen", "TravelPlanner", "Resilience",
        "SimCore",
        "Configuration", "Primitives", "Mutation",
      ],
      swiftSettings: strict),
    .target(
      name: "Experiments",
      dependencies: [
        "SimulatedTravel", "SimulatedServices", "Reports", "LoadGen", "TravelPlanner", "Resilience",
        "SimCore",
        "Primitives",
      ],
      swiftSettings: strict),
    .target(
      name: "ResilienceConformance",
      dependencies: ["TravelPlanner", "Resilience", "SimCore", "Configuration", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "QueueingValidation",
      dependencies: ["SimulatedServices", "LoadGen", "SimCore", "Configuration", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "SimulatedTravel",
      dependencies: [
        "SimulatedServices", "TravelPlanner", "Resilience", "SimCore", "Configuration", "Primitives",
      ],
      swiftSettings: strict),
    .target(
      name: "SimulatedServices", dependencies: ["Resilience", "SimCore", "Configuration", "Primitives"],
      swiftSettings: strict),
    // Real parts behind the planner's protocols.
    .target(
      name: "Adapters",
      dependencies: [
        "CCurl", "CSQLite", .target(name: "CHiredis", condition: .when(traits: ["Redis"])), "TravelPlanner",
        "Resilience", "Primitives",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports", dependencies: ["LoadGen", "TravelPlanner", "Configuration", "Primitives"],
      swiftSettings: strict),
    .target(name: "LoadGen", dependencies: ["CZlib", "Primitives"], swiftSettings: strict),
    .target(
      name: "TravelPlanner", dependencies: ["Resilience", "Configuration", "Primitives", "Mutation"],
      swiftSettings: strict),
    .target(
      name: "Resilience", dependencies: ["Configuration", "Primitives", "Mutation"], swiftSettings: strict),
    .target(name: "SimCore", dependencies: ["CSimRuntime", "Primitives"], swiftSettings: strict),
    .target(name: "SimTesting", dependencies: ["SimCore"], swiftSettings: strict),
    .target(name: "Configuration", dependencies: ["Primitives"], swiftSettings: strict),
    .target(
      name: "Primitives", swiftSettings: strict,
      // A debug build calls the C library for a square root.
      linkerSettings: [.linkedLibrary("m")]),
    // Switches for mutants: constants that are false unless the build has the trait `Mutants`.
    .target(name: "Mutation", swiftSettings: strict),
    // The runtime's enqueue hook and the thread's current world, which cannot be expressed in Swift.
    .target(name: "CSimRuntime"),
    // Settings of the allocator of `bench`.
    .target(name: "CHeap"),
    .systemLibrary(name: "CJemalloc", providers: [.apt(["libjemalloc-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),

    .target(
      name: "TestSupport", dependencies: ["Primitives"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "PrimitivesTests", dependencies: ["Primitives", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["Configuration", "Primitives"], swiftSettings: strict),
    .testTarget(
      name: "SimCoreTests", dependencies: ["SimCore", "SimTesting", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ResilienceTests",
      dependencies: ["Resilience", "SimCore", "Configuration", "Primitives", "TestSupport"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "TravelPlannerTests",
      dependencies: ["TravelPlanner", "Resilience", "SimCore", "Configuration", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "AdaptersTests",
      dependencies: [
        "Adapters", "SimulatedTravel", "TravelPlanner", "Resilience", "SimCore", "Primitives", "TestSupport",
      ],
      // Servers that the tests start.
      exclude: ["HTTP/loopback_server.py", "HTTP/unsigned_server.py", "Stripe/stripe_server.py"],
      swiftSettings: strict),
    .testTarget(
      name: "LoadGenTests", dependencies: ["LoadGen", "SimCore", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "LoadGen", "TravelPlanner", "SimCore", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulatedServicesTests",
      dependencies: [
        "SimulatedServices", "Resilience", "SimCore", "Configuration", "Primitives",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SimulatedTravelTests",
      dependencies: [
        "SimulatedTravel", "SimulatedServices", "TravelPlanner", "Resilience", "SimCore", "Configuration",
        "Primitives", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "QueueingValidationTests",
      dependencies: [
        "QueueingValidation", "SimulatedServices", "Configuration", "Primitives",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ResilienceConformanceTests",
      dependencies: ["ResilienceConformance", "Resilience", "Configuration"],
      swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "SimulatedTravel", "SimulatedServices", "Reports", "LoadGen", "TravelPlanner",
        "Resilience", "SimCore", "Primitives", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests",
      dependencies: [
        "Scenarios", "SimulatedTravel", "SimulatedServices", "Reports", "LoadGen", "TravelPlanner",
        "Resilience",
        "SimCore", "Configuration", "Primitives", "Mutation", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "benchTests", dependencies: ["bench", "Reports", "TravelPlanner", "Primitives", "TestSupport"],
      exclude: ["Support/chat_server.py"], swiftSettings: strict),
  ]
)
