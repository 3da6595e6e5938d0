import ProcessScripts
import ScriptHost

/// A worker process for tests: what `engine-server script-worker` is in a server.
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, arguments[1] == ScriptWorker.argument,
            let memory = Int(arguments[2])
        else { return print("script-worker MEMORY is started by a host of scripts") }
        ScriptWorker.run(memory: memory, library: ScriptLibrary.source)
    }
}
