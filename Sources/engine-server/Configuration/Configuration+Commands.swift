import CommandLineParsing
import ProcessEngine

extension Configuration {
    /// The option of commands that run no server but read its configuration.
    static func option(help: String) -> OptionSpecification {
        .value("config", "FILE", environment: "RADERWERK_CONFIG", help: help)
    }

    /// What the file says that a command was given; nil if it was given none.
    ///
    /// - Throws: `FileError`, or `ConfigurationError` with every problem.
    static func given(
        to command: ParsedCommand, environment: [String: String]
    ) throws -> Configuration? {
        guard let path = command["config"] else { return nil }
        return try Configuration(
            flags: [:], environment: environment, file: (path, try FileAccess.readText(path)))
    }

    /// What models that name Java are compiled with, as a file of settings says.
    ///
    /// - Throws: `ConfigurationError` with every problem of the file.
    @Sendable
    static func javaRegistry(
        ofFile path: String, _ text: String
    ) throws -> JavaRegistry {
        try Configuration(flags: [:], environment: [:], file: (path, text)).javaRegistry
    }
}
