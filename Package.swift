// swift-tools-version: 6.2
import PackageDescription

// Flags that every Swift target is compiled with. The tools version brings the Swift 6 mode.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// ThreadSanitizer cannot see the standard library's Mutex on Linux; with this variable set, the
// HTTP server uses a POSIX mutex in its place.
let locks: [SwiftSetting] =
    Context.environment["SANITIZE_THREAD"] == nil ? [] : [.define("SANITIZE_THREAD")]

// The points at which `make kill-test` kills the server exist under this trait alone.
let failPoints: [SwiftSetting] = [
    .define("FailPoints", .when(traits: ["FailPoints"]))
]

// Without this trait nothing needs libpq, and SQLite is the only store.
let postgreSQL: TargetDependencyCondition? = .when(traits: ["PostgreSQL"])

/// A Debian library behind a module map.
func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([package])])
}

/// A target that knows nothing of processes or zaken.
func ground(
    _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Ground/\(name)",
        swiftSettings: common + settings)
}

/// A room of the product.
func room(
    _ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: common + settings)
}

/// The tests of one target.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], snapshots: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
        exclude: snapshots, swiftSettings: common)
}

let package = Package(
    name: "raderwerk",
    products: [
        .executable(name: "engine-server", targets: ["engine-server"]),
        // What the package in Fuzz gives made-up inputs to.
        .library(
            name: "Fuzzed",
            targets: [
                "BPMNParser", "DiagramRenderer", "FEEL", "HTTPServer", "JSONSchema", "JSONTree",
                "JUEL", "ProcessValues", "XMLTree", "YAMLTree",
            ]),
    ],
    traits: [
        .trait(name: "FailPoints", description: "Named points at which a test kills the server."),
        .trait(name: "PostgreSQL", description: "The store on PostgreSQL, through libpq."),
        .default(enabledTraits: ["PostgreSQL"]),
    ],
    targets: [
        // MARK: System
        .systemLibrary(name: "CEpoll", path: "Sources/System/CEpoll"),
        // Opened at run time, so that nothing is linked.
        .systemLibrary(name: "CJavaScriptCore", path: "Sources/System/CJavaScriptCore"),
        .systemLibrary(name: "CSandbox", path: "Sources/System/CSandbox"),
        library("CCrypto", "libcrypto", "libssl-dev"),
        library("CCurl", "libcurl", "libcurl4-openssl-dev"),
        library("CLibXML2", "libxml-2.0", "libxml2-dev"),
        library("CPostgreSQL", "libpq", "libpq-dev"),
        library("CSQLite", "sqlite3", "libsqlite3-dev"),
        library("CYAML", "yaml-0.1", "libyaml-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),

        // MARK: Ground
        ground("CivilCalendar"),
        ground("CommandLineParsing"),
        ground("Diagnostics"),
        ground("FailPoints", settings: failPoints),
        ground("HTTPClient", ["CCurl", "OwnThread"]),
        ground("HTTPServer", ["CEpoll", "CZlib", "OwnThread"], settings: locks),
        ground("JSONSchema", ["JSONTree"]),
        ground("JSONTree"),
        ground("OwnThread"),
        ground("PostgreSQL", ["Records", .target(name: "CPostgreSQL", condition: postgreSQL)]),
        ground("Records"),
        ground("SQLite", ["CSQLite"]),
        ground("ScriptHost", ["CJavaScriptCore", "CSandbox"]),
        ground("Signing", ["CCrypto", "JSONTree"]),
        ground("StructuredLog", ["JSONTree"]),
        ground("UniversalIdentifier"),
        ground("XMLTree", ["CLibXML2"]),
        ground("YAMLTree", ["CYAML"]),

        // MARK: Rooms; arrows only go up this list
        room("ProcessValues", ["JSONTree", "CivilCalendar"]),
        room("FEEL", ["JSONTree", "CivilCalendar"]),
        room("JUEL", ["ProcessValues", "JSONTree"]),
        room("BPMNParser", ["XMLTree", "Diagnostics"]),
        room("DMN", ["XMLTree", "Diagnostics", "FEEL", "JSONTree"]),
        room(
            "ProcessEngine",
            [
                "BPMNParser", "Diagnostics", "DMN", "FailPoints", "FEEL", "JSONTree", "JUEL",
                "OwnThread", "ProcessValues", "Records", "StructuredLog", "XMLTree",
            ],
            settings: failPoints),
        room("ProcessScripts", ["ProcessEngine", "ProcessValues", "ScriptHost", "JSONTree"]),
        room(
            "Persistence", ["OwnThread", "Records", "SQLite", "PostgreSQL", "Signing"],
            settings: failPoints),
        room(
            "CaseHandling",
            ["ProcessEngine", "ProcessValues", "Records", "JSONSchema", "JSONTree", "Diagnostics"]),
        room(
            "ZGWBridge",
            [
                "CaseHandling", "Diagnostics", "FailPoints", "HTTPClient", "JSONTree",
                "ProcessEngine", "ProcessValues", "Records", "Signing", "StructuredLog",
            ], settings: failPoints),
        room(
            "ZGWSandbox",
            [
                "CivilCalendar", "HTTPClient", "HTTPServer", "JSONSchema", "JSONTree", "Signing",
                "SQLite", "UniversalIdentifier",
            ]),
        room("DiagramRenderer", ["BPMNParser"]),
        room(
            "Scenarios",
            [
                "BPMNParser", "CaseHandling", "Diagnostics", "DMN", "FEEL", "HTTPClient",
                "JSONTree", "Persistence", "ProcessEngine", "ProcessValues", "Records",
                "UniversalIdentifier", "XMLTree", "YAMLTree", "ZGWBridge",
            ]),
        room(
            "EngineAPI",
            [
                "BPMNParser", "CaseHandling", "Diagnostics", "DiagramRenderer", "DMN", "FEEL",
                "HTTPServer", "JSONTree", "ProcessEngine", "ProcessValues", "Records", "Signing",
                "StructuredLog",
            ]),
        .executableTarget(
            name: "engine-server",
            dependencies: [
                "BPMNParser", "CaseHandling", "CommandLineParsing", "Diagnostics", "DMN",
                "EngineAPI", "FEEL", "HTTPClient", "HTTPServer", "JSONTree", "OwnThread",
                "Persistence", "ProcessEngine", "ProcessScripts", "ProcessValues", "Records",
                "Scenarios", "ScriptHost", "Signing", "SQLite", "StructuredLog",
                "UniversalIdentifier", "XMLTree", "YAMLTree", "ZGWBridge", "ZGWSandbox",
            ],
            swiftSettings: common + failPoints),
        // A worker for the tests of scripts, which need no server.
        .executableTarget(
            name: "script-worker", dependencies: ["ProcessScripts", "ScriptHost"],
            path: "Tests/ScriptWorker", swiftSettings: common),

        // MARK: Benchmarks
        .executableTarget(
            name: "life-cycles",
            dependencies: ["Persistence", "ProcessEngine", "ProcessValues", "Records"],
            path: "Benchmarks/LifeCycles", swiftSettings: common),
        .executableTarget(
            name: "decision-rates", dependencies: ["DMN", "FEEL", "JSONTree"],
            path: "Benchmarks/Decisions", swiftSettings: common),

        // MARK: Tests
        .target(
            name: "TemporaryFolder", path: "Tests/TemporaryFolder", swiftSettings: common),
        .target(name: "SharedMaterial", path: "Tests/SharedMaterial", swiftSettings: common),
        // What scripts/compare_feel.py asks.
        .executableTarget(
            name: "feel-lines", dependencies: ["FEEL", "JSONTree"], path: "Tests/FEELLines",
            swiftSettings: common),
        tests("CivilCalendar"),
        tests("CommandLineParsing"),
        tests("HTTPClient"),
        tests("HTTPServer", ["CZlib"]),
        tests("JSONSchema", ["SharedMaterial", "JSONTree"]),
        tests("JSONTree", ["SharedMaterial"]),
        tests("Records"),
        tests("SQLite"),
        tests("Signing", ["JSONTree"]),
        tests("StructuredLog", ["JSONTree"]),
        tests("XMLTree"),
        tests("YAMLTree"),
        tests("ProcessValues", ["JSONTree"]),
        tests("FEEL", ["SharedMaterial", "JSONTree", "XMLTree"]),
        tests("JUEL", ["ProcessValues", "JSONTree"]),
        tests(
            "BPMNParser", ["SharedMaterial", "Diagnostics", "XMLTree", "JUEL"],
            snapshots: ["Snapshots"]),
        tests(
            "DMN",
            ["SharedMaterial", "FEEL", "JSONTree", "Diagnostics", "ProcessEngine", "XMLTree"]),
        tests(
            "ProcessEngine",
            [
                "BPMNParser", "Diagnostics", "DMN", "FEEL", "JSONTree", "Persistence",
                "ProcessValues", "Records", "SharedMaterial", "StructuredLog", "TemporaryFolder",
            ]),
        tests("ScriptHost", ["JSONTree", "script-worker"]),
        tests(
            "ProcessScripts",
            [
                "BPMNParser", "CaseHandling", "Diagnostics", "EngineAPI", "HTTPServer", "JSONTree",
                "Persistence", "ProcessEngine", "ProcessValues", "script-worker", "ScriptHost",
                "SharedMaterial", "TemporaryFolder",
            ], snapshots: ["Recording"]),
        tests("Persistence", ["Records", "SQLite", "PostgreSQL", "TemporaryFolder"]),
        tests(
            "CaseHandling",
            [
                "Diagnostics", "JSONSchema", "JSONTree", "Persistence", "ProcessEngine",
                "ProcessValues", "Records", "TemporaryFolder",
            ]),
        tests(
            "ZGWBridge",
            [
                "BPMNParser", "CaseHandling", "Diagnostics", "HTTPClient", "HTTPServer", "JSONTree",
                "Persistence", "ProcessEngine", "ProcessValues", "Records", "Signing", "SQLite",
                "TemporaryFolder", "ZGWSandbox",
            ]),
        tests(
            "ZGWSandbox",
            [
                "HTTPClient", "HTTPServer", "JSONSchema", "JSONTree", "SharedMaterial", "Signing",
                "SQLite", "TemporaryFolder", "UniversalIdentifier", "YAMLTree",
            ]),
        tests("DiagramRenderer", ["BPMNParser", "XMLTree"]),
        tests(
            "Scenarios",
            ["ProcessEngine", "JSONTree", "Diagnostics", "BPMNParser", "ProcessValues"]),
        tests(
            "EngineAPI",
            [
                "CaseHandling", "HTTPClient", "HTTPServer", "JSONTree", "Persistence",
                "ProcessEngine", "ProcessValues", "Records", "TemporaryFolder",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "engine-server", "Diagnostics", "HTTPClient", "HTTPServer", "JSONTree",
                "SharedMaterial", "TemporaryFolder", "YAMLTree",
            ],
            exclude: ["Snapshots"], swiftSettings: common),
    ]
)
