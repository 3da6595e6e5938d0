// swift-tools-version: 6.2
import PackageDescription

// Stands apart from the product, since it is built with other flags: see run.sh.

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "raderwerk", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [.product(name: "Fuzzed", package: "raderwerk")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ]
)
