internal import CSandbox
internal import Glibc

/// A child process with a socket to it, which the child has as its standard input.
final class WorkerProcess {
    let socket: Int32
    private var process: pid_t = 0

    init(arguments: [String], environment: [String]) throws(ScriptError) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .workerUnavailable(code: errno)
        }
        socket = ends[0]
        let code = spawn(arguments, environment, input: ends[1])
        close(ends[1])
        guard code == 0 else {
            process = 0
            throw .workerUnavailable(code: code)
        }
    }

    deinit {
        end()
        close(socket)
    }

    /// Kills the child if need be, and waits for its end.
    ///
    /// - Returns: Its wait status.
    @discardableResult
    func end() -> Int32 {
        guard process > 0 else { return 0 }
        var status: Int32 = 0
        // A child that has closed its socket is about to end by itself: its own signal tells more.
        for _ in 0..<50 where waitpid(process, &status, WNOHANG) == 0 {
            if !isHungUp { break }
            usleep(2_000)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        process = 0
        return status
    }

    /// Whether the child has closed its end of the socket, most likely by ending.
    var isHungUp: Bool {
        var entry = pollfd(fd: socket, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    private func spawn(
        _ arguments: [String], _ environment: [String], input: Int32
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // A duplicate is open in the child even though the original closes itself there.
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        // Whatever else this process has open, marked close-on-exec or not.
        sandbox_spawn_close_from(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // A group of its own keeps the terminal's Control-C from the child.
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        return posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
    }
}
