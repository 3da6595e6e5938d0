import CommandLineParsing

/// The version of this program.
enum Product {
    static let name = "Raderwerk"
    static let version = "0.1.0"
}

/// Prints what this program is and which libraries it stands on.
enum VersionCommand {
    static let specification = CommandSpecification(
        "version", help: "Print the version and the libraries in use")

    static func run() -> Int32 {
        print("\(Product.name) \(Product.version)")
        for library in Libraries.all { print("  \(library.name) \(library.version)") }
        return 0
    }
}
