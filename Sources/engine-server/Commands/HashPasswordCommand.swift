import CommandLineParsing
import Signing

/// Makes the text that stands for a password in the configuration.
enum HashPasswordCommand {
    static let specification = CommandSpecification(
        "hash-password", help: "Read a password and print its hash for the configuration")

    static func run() throws -> Int32 {
        guard let password = Terminal.readHidden(prompt: "Password:"), !password.isEmpty else {
            Terminal.complain("There is no password on standard input.")
            return 1
        }
        print(try PasswordHash(password: password).description)
        return 0
    }
}
