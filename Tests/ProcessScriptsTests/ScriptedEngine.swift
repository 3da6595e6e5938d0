import CaseHandling
import EngineAPI
import Foundation
import HTTPServer
import JSONTree
import Persistence
import ProcessEngine
import ProcessScripts
import ScriptHost
import TemporaryFolder

/// An engine with an empty database that runs scripts, asked through its API without a socket.
final class ScriptedEngine: Sendable {
    let engine: ProcessEngine
    /// The cases that the beans of Valtimo know.
    let cases: CaseRepository
    private let api: EngineAPI
    private let store: SQLiteStore
    private let folder: TemporaryFolder

    /// The worker is a program that the build puts beside the test bundle.
    static let workerPath: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return (folder + ["script-worker"]).joined(separator: "/")
    }()

    init(
        limits: ScriptLimits = ScriptLimits(),
        unsupported: ProcessCompiler.UnsupportedPolicy = .warn,
        registry: JavaRegistry = JavaRegistry(), hasBeans: Bool = false,
        maximumSteps: Int = 100_000,
        printed: @escaping @Sendable (String, String) -> Void = { _, _ in }
    ) throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(
            SQLiteStore.Configuration(
                path: folder.path("engine.db"), isDurable: false),
            migrations: EngineSchema.migrations + CaseTables.migrations)
        var settings = ProcessEngine.Settings(unsupported: unsupported)
        settings.execution.registry = registry
        settings.execution.maximumSteps = maximumSteps
        if hasBeans { settings.execution.hostBeans = CaseHost.beanNames }
        cases = CaseRepository(store)
        engine = ProcessEngine(
            store: store, settings: settings,
            host: CaseHost(cases, store: store, resolvers: ValueResolvers(adding: [])),
            scripts: ProcessScriptEngine(
                limits: limits, executable: Self.workerPath, printed: printed))
        api = try EngineAPI(engine: engine, configuration: EngineAPI.Configuration(users: nil))
    }

    deinit { store.close() }

    /// Asks; the path is below `/engine-rest`.
    func ask(
        _ method: String, _ target: String, _ body: JSON? = nil, headers: HTTPHeaders = [:],
        raw: [UInt8]? = nil
    ) async -> (status: Int, json: JSON) {
        let answer = await content(method, target, body, headers: headers, raw: raw)
        return (answer.status, (try? JSON(parsing: answer.bytes)) ?? .null)
    }

    /// Asks for what need not be JSON.
    func content(
        _ method: String, _ target: String, _ body: JSON? = nil, headers: HTTPHeaders = [:],
        raw: [UInt8]? = nil
    ) async -> (status: Int, bytes: [UInt8]) {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var headers = headers
        headers.append("host", "localhost:8080")
        if body != nil { headers.append("content-type", "application/json") }
        let response = await api.answer(
            HTTPRequest(
                method: method, path: "/engine-rest" + parts[0],
                rawQuery: parts.count > 1 ? parts[1] : nil, headers: headers,
                body: raw ?? body?.serialized ?? []))
        guard case .bytes(let bytes) = response.body else { return (response.status, []) }
        return (response.status, bytes)
    }

    /// The elements of a list.
    func list(_ target: String) async -> [JSON] {
        await ask("GET", target).json.arrayValue ?? []
    }

    /// Deploys files.
    func deploy(_ files: [(name: String, content: String)]) async -> (status: Int, json: JSON) {
        var body = "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\ncase\r\n"
        for file in files {
            body +=
                "--b\r\nContent-Disposition: form-data; name=\"\(file.name)\"; "
                + "filename=\"\(file.name)\"\r\n\r\n\(file.content)\r\n"
        }
        body += "--b--\r\n"
        return await ask(
            "POST", "/deployment/create?diagnostics=true",
            headers: ["content-type": "multipart/form-data; boundary=b"], raw: Array(body.utf8))
    }

    /// Starts the process `p`.
    func start(_ variables: JSON = [:]) async -> (status: Int, json: JSON) {
        await ask(
            "POST", "/process-definition/key/p/start",
            ["variables": variables, "businessKey": "key"])
    }
}
