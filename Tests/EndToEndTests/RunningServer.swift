import Foundation
import HTTPClient
import JSONTree
import Testing

/// A server in a process of its own; it is killed when nobody holds it any more.
final class RunningServer {
    /// What a request was answered with.
    struct Answer {
        let status: Int
        let body: JSON
        let text: String

        var type: String? { body["type"]?.stringValue }
        var message: String { body["message"]?.stringValue ?? text }
    }

    /// Why a test cannot go on.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let client = Result {
        try HTTPClient(
            HTTPClient.Configuration(
                policy: DestinationPolicy(schemes: "http", addresses: .any)))
    }

    let port: Int
    /// The process; of a server that was wrapped in another command, that command's.
    let process: Process
    private let log: URL

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - arguments: The command and its options, without the port.
    ///   - wanted: The port to take; 0 for any.
    ///   - folder: Where its files are.
    ///   - environment: Settings.
    ///   - wrapper: A program and its arguments that gets the server's command line after them.
    /// - Throws: `Failure` with what it said if it does not start.
    init(
        _ arguments: [String], port wanted: Int = 0, in folder: URL,
        environment: [String: String] = [:], wrapper: [String] = []
    ) async throws {
        let portFile = folder.appending(path: "port-\(UUID())")
        log = folder.appending(path: "log-\(UUID())")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        let program = try BuiltProgram.url()
        let line =
            wrapper + [program.path] + arguments
            + ["--port", "\(wanted)", "--port-file", portFile.path]
        process = Process()
        process.executableURL = URL(filePath: line[0])
        process.arguments = Array(line.dropFirst())
        process.currentDirectoryURL = BuiltProgram.root
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let end = ContinuousClock.now + .seconds(60)
        var found: Int?
        while found == nil {
            let text = try? String(contentsOf: portFile, encoding: .utf8)
            found = text.flatMap { $0.hasSuffix("\n") ? Int($0.dropLast()) : nil }
            guard process.isRunning, ContinuousClock.now < end else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        guard let found else {
            process.terminate()
            throw Failure(
                description:
                    "it did not start: \((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
        }
        port = found
    }

    deinit { kill() }

    /// Ends it without a chance to tidy up.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// A port that nothing listens on.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else { throw Failure(description: "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// What it said.
    var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Sends a request as the user `ann`.
    func call(
        _ method: String, _ path: String, _ body: String? = nil, password: String? = "ann",
        headers: [HTTPHeader] = []
    ) async throws -> Answer {
        try await call(
            method, path, bytes: body.map { Array($0.utf8) }, type: "application/json",
            password: password, headers: headers)
    }

    /// Sends files to be deployed.
    func deploy(_ files: [String: String]) async throws -> Answer {
        var form = MultipartBody()
        form.append("deployment-name", "a test")
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            form.append(name, file: Array(text.utf8), filename: name)
        }
        return try await call(
            "POST", "/engine-rest/deployment/create", bytes: form.bytes, type: form.contentType,
            password: "ann", headers: [])
    }

    private func call(
        _ method: String, _ path: String, bytes: [UInt8]?, type: String, password: String?,
        headers: [HTTPHeader]
    ) async throws -> Answer {
        var headers = headers
        if let password {
            let credentials = Data("ann:\(password)".utf8).base64EncodedString()
            headers.append(HTTPHeader("Authorization", "Basic \(credentials)"))
        }
        if bytes != nil { headers.append(HTTPHeader("Content-Type", type)) }
        let response = try await Self.client.get().send(
            HTTPRequest(
                method: method, url: "http://127.0.0.1:\(port)\(path)", headers: headers,
                body: bytes.map { .bytes($0) } ?? .none))
        let text = String(decoding: response.body, as: UTF8.self)
        return Answer(
            status: response.status, body: (try? JSON(parsing: response.body)) ?? .null, text: text)
    }

    /// Asks until there is an answer.
    func until<T>(
        _ what: String, seconds: Int = 60, _ ask: () async throws -> T?
    ) async throws -> T {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if let found = try await ask() { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "waited in vain for \(what); the server said: \(said)")
    }
}
