import CommandLineParsing
import Glibc
import ProcessScripts
import Records
import ScriptHost

/// The program: reads its arguments and carries one command out.
@main
struct EngineServer {
    static func main() async {
        // A client that has gone must not end the server.
        signal(SIGPIPE, SIG_IGN)
        // Started by this program itself, to run scripts of models in.
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == ScriptWorker.argument,
            let memory = Int(arguments[2])
        {
            ScriptWorker.run(memory: memory, library: ScriptLibrary.source)
        }
        let environment = Environment.all
        do {
            let command = try CommandLineParser(
                program: "engine-server", commands: Commands.specifications
            ).parse(Array(CommandLine.arguments.dropFirst()), environment: environment)
            exit(try await Commands.run(command, environment: environment))
        } catch UsageError.help(let text) {
            print(text)
            exit(0)
        } catch UsageError.wrong(let text) {
            Terminal.complain("engine-server: \(text)\nengine-server --help lists the commands")
            exit(64)
        } catch let error as ConfigurationError {
            Terminal.complain(error.description)
            exit(78)
        } catch let error as StoreError {
            Terminal.complain("engine-server: \(error)")
            exit(69)
        } catch {
            Terminal.complain("engine-server: \(error)")
            exit(1)
        }
    }
}
