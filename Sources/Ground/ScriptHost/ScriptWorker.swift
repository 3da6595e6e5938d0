internal import CSandbox
internal import Glibc

/// The child's side: reads scripts from standard input until it closes.
public enum ScriptWorker {
    /// The first argument of a program that is to be a worker; the second is the memory.
    public static let argument = "script-worker"

    /// Serves scripts until the host closes the socket, and ends the process.
    ///
    /// - Parameters:
    ///   - memory: How many bytes may be mapped beyond those of the engine at rest.
    ///   - library: The program that stands around each script: its value is a function that is
    ///     called with one that gives back its argument if the engine keeps it as an integer. It
    ///     gives an object with the functions `begin(input)`, `finish(value)` and `fail(thrown)`;
    ///     the two last ones give the text of the answer.
    public static func run(memory: Int, library: String) -> Never {
        limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), to: 0)
        guard let engine = JavaScriptEngine(library: library) else { exit(78) }
        // Loads what the engine loads late, such as its time zone, while files can be opened.
        _ = engine.evaluate(
            ScriptRequest(
                milliseconds: 5_000, name: "", source: Self.warmUp, input: "null"))
        engine.prepare()
        // JavaScriptCore reserves gigabytes at its start, so only what comes on top is limited.
        limit(__rlimit_resource_t(RLIMIT_AS.rawValue), to: mappedBytes() + memory)
        limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), to: 3)
        guard sandbox_enter() == 0 else { exit(78) }
        while let request = try? Frame.read(from: STDIN_FILENO) {
            let reply = serve(request, engine)
            do throws(Frame.Failure) {
                try Frame.write(reply.bytes, to: STDIN_FILENO)
            } catch .tooLarge {
                let reply = ScriptReply(.broken, "the answer of the script is too large")
                guard (try? Frame.write(reply.bytes, to: STDIN_FILENO)) != nil else { break }
            } catch {
                break
            }
            engine.prepare()
        }
        _exit(0)
    }

    private static let warmUp =
        "new Date(0).toString() + (1).toLocaleString('nl') + new Date(0).toLocaleString('nl')"

    private static func serve(_ request: [UInt8], _ engine: JavaScriptEngine) -> ScriptReply {
        guard let request = ScriptRequest(bytes: request) else {
            return ScriptReply(.broken, "the request is not understood")
        }
        // The engine does not look at the time within a regular expression. The alarm ends this
        // process there, even if the host is gone.
        alarm(UInt32(clamping: request.milliseconds / 1_000 + 1) + 1)
        defer { alarm(0) }
        return engine.evaluate(request)
    }

    private static func limit(_ resource: __rlimit_resource_t, to value: Int) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        setrlimit(resource, &limit)
    }

    /// The size of this process's address space.
    private static func mappedBytes() -> Int {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = max(read(file, &text, text.count), 0)
        let pages = text[..<count].prefix { $0 != UInt8(ascii: " ") }
        return (Int(String(decoding: pages, as: UTF8.self)) ?? 0) * Int(getpagesize())
    }
}
