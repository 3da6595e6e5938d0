import Glibc

/// What the program says to the person who called it.
enum Terminal {
    /// Writes a line to standard output at once, also where that is a file or pipe.
    static func say(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var line = text + "\n"
        // Nobody could be told of a terminal that is gone.
        _ = line.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Reads a line from standard input without showing it, if that is a terminal.
    static func readHidden(prompt: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine(strippingNewline: true) }
        complain(prompt)
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &shown) }
        return readLine(strippingNewline: true)
    }
}

/// The variables that the program was started with.
enum Environment {
    /// All of them by name.
    static var all: [String: String] {
        var result: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            if let end = text.firstIndex(of: "=") {
                result[String(text[..<end])] = String(text[text.index(after: end)...])
            }
            place += 1
        }
        return result
    }
}
