import CommandLineParsing

/// The commands of the program.
enum Commands {
    static let specifications: [CommandSpecification] = [
        ServeCommand.specification,
        SandboxCommand.specification,
        DemoCommand.specification,
        DeployCommand.specification,
        ValidateCommand.specification,
        TestCommand.specification,
        DecideCommand.specification,
        TCKCommand.specification,
        HashPasswordCommand.specification,
        PingCommand.specification,
        VersionCommand.specification,
    ]

    /// Carries a command out.
    ///
    /// - Returns: The exit code: 0 done, 1 not done, 64 wrongly called, 78 wrongly configured.
    static func run(_ command: ParsedCommand, environment: [String: String]) async throws -> Int32 {
        switch command.name {
        case ServeCommand.specification.name:
            try await ServeCommand.run(command, environment: environment)
        case DemoCommand.specification.name: try await DemoCommand.run(command)
        case SandboxCommand.specification.name: try await SandboxCommand.run(command)
        case DeployCommand.specification.name: try await DeployCommand.run(command)
        case ValidateCommand.specification.name:
            try await ValidateCommand.run(command, environment: environment)
        case TestCommand.specification.name:
            try await TestCommand.run(command, environment: environment)
        case DecideCommand.specification.name: try await DecideCommand.run(command)
        case TCKCommand.specification.name: try await TCKCommand.run(command)
        case HashPasswordCommand.specification.name: try HashPasswordCommand.run()
        case PingCommand.specification.name: try await PingCommand.run(command)
        default: VersionCommand.run()
        }
    }
}
