import Foundation
import TemporaryFolder

/// A run of the program that has ended.
struct ProgramRun {
    /// What it exited with.
    let code: Int32
    /// What it wrote to standard output.
    let output: String
    /// What it wrote to standard error.
    let complaints: String

    /// Runs a command and waits for its end.
    ///
    /// - Parameters:
    ///   - arguments: The command and its arguments.
    ///   - folder: Where it runs.
    ///   - environment: Variables that are set besides those of the tests.
    /// - Throws: `BuiltProgram.Missing` if it was not built, and what keeps it from being started.
    init(
        _ arguments: [String], in folder: URL = BuiltProgram.root,
        environment: [String: String] = [:]
    ) throws {
        let process = Process()
        process.executableURL = try BuiltProgram.url()
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // A file takes any amount, a pipe as much as it holds.
        let told = try TemporaryFolder()
        let paths = [try told.write("", to: "output"), try told.write("", to: "complaints")]
        let files = try paths.map { try FileHandle(forWritingTo: URL(filePath: $0)) }
        process.standardOutput = files[0]
        process.standardError = files[1]
        try process.run()
        process.waitUntilExit()
        code = process.terminationStatus
        output = try String(contentsOfFile: paths[0], encoding: .utf8)
        complaints = try String(contentsOfFile: paths[1], encoding: .utf8)
        withExtendedLifetime(told) {}
    }
}

/// A folder with some files, which goes after the body.
func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = try TemporaryFolder()
    for (name, text) in files { _ = try folder.write(text, to: name) }
    try body(folder.url)
}
