/// How instances of one definition become instances of another.
public struct MigrationPlan: Sendable {
    /// The definition that the instances have.
    public var sourceDefinitionID: String
    /// The definition that they get.
    public var targetDefinitionID: String
    /// What becomes of their activities.
    public var instructions: [MigrationInstruction]
    /// Variables that each instance gets when it has been migrated.
    public var variables: [VariableInput]

    /// Creates a plan.
    public init(
        from sourceDefinitionID: String, to targetDefinitionID: String,
        instructions: [MigrationInstruction] = [], variables: [VariableInput] = []
    ) {
        self.sourceDefinitionID = sourceDefinitionID
        self.targetDefinitionID = targetDefinitionID
        self.instructions = instructions
        self.variables = variables
    }
}

/// What becomes of the instances of one activity, or of one event that is waited for.
public struct MigrationInstruction: Sendable, Hashable {
    /// The activity of the source definition.
    public var sourceActivityID: String
    /// The activity of the target definition.
    public var targetActivityID: String
    /// Whether its timer, message, signal or condition is read anew from the target.
    public var updatesEventTrigger: Bool

    /// Creates an instruction.
    public init(_ source: String, to target: String, updatesEventTrigger: Bool = false) {
        sourceActivityID = source
        targetActivityID = target
        self.updatesEventTrigger = updatesEventTrigger
    }
}

/// Why a plan cannot be carried out, whatever the instance; without entries it can.
public struct MigrationPlanReport: Sendable, Hashable {
    /// What is wrong with one instruction.
    public struct Entry: Sendable, Hashable {
        /// The instruction.
        public var instruction: MigrationInstruction
        /// What is wrong, a sentence each.
        public var failures: [String]
    }

    /// What is wrong with one variable of the plan.
    public struct Variable: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The name of its type.
        public var type: String
        /// What is wrong, a sentence each.
        public var failures: [String]
    }

    /// The instructions that something is wrong with, in the order of the plan.
    public var instructions: [Entry] = []
    /// The variables that something is wrong with.
    public var variables: [Variable] = []

    /// Whether the plan can be carried out.
    public var isEmpty: Bool { instructions.isEmpty && variables.isEmpty }

    /// All of it in words.
    var message: String {
        let entries = instructions.map { entry in
            "\(entry.instruction.sourceActivityID) → \(entry.instruction.targetActivityID): "
                + entry.failures.joined(separator: "; ")
        }
        let others = variables.map { "\($0.name): " + $0.failures.joined(separator: "; ") }
        return (entries + others).joined(separator: "\n")
    }
}

/// Why one instance cannot be migrated by a plan.
public struct MigratingInstanceReport: Sendable, Hashable {
    /// What is wrong with an activity instance, or with a token that waits for a job.
    public struct Entry: Sendable, Hashable {
        /// The activity instance, or the execution of the token.
        public var instanceID: String
        /// Its activity.
        public var sourceActivityID: String
        /// The instruction that it falls under; nil if there is none.
        public var instruction: MigrationInstruction?
        /// What is wrong, a sentence each.
        public var failures: [String]
    }

    /// The process instance.
    public var processInstanceID: String
    /// What is wrong with the whole.
    public var failures: [String] = []
    /// What is wrong with its activity instances.
    public var activities: [Entry] = []
    /// What is wrong with tokens that wait for jobs.
    public var transitions: [Entry] = []

    /// Whether it can be migrated.
    public var isEmpty: Bool { failures.isEmpty && activities.isEmpty && transitions.isEmpty }

    /// All of it in words.
    var message: String {
        let entries = (activities + transitions).map { entry in
            "\(entry.sourceActivityID) (\(entry.instanceID)): "
                + entry.failures.joined(separator: "; ")
        }
        return (failures + entries).joined(separator: "\n")
    }
}
