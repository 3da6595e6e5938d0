import ProcessValues
import Testing

@testable import ProcessEngine

/// A run of a random model: what is open is done in an order that the seed decides.
struct RandomRun {
    let bench: CoreBench
    let model: RandomModel
    private var numbers: SeededNumbers

    /// What can be done next; the label decides the order, never an identifier.
    private struct Work {
        let label: String
        let command: EngineCommand
    }

    init(_ model: RandomModel, seed: Int, bench: CoreBench = CoreBench()) throws {
        self.model = model
        self.bench = bench
        numbers = SeededNumbers(seed: seed &+ 7_919)
        if let called = model.called { try bench.deploy(called) }
        try bench.deploy(model.text)
    }

    /// Does up to `most` pieces of work, with a look after each.
    mutating func play(most: Int = 40, _ look: (CoreBench) throws -> Void) throws {
        let n = Int64.random(in: 0...4, using: &numbers)
        try bench.start("p", [VariableInput("n", .long(n))])
        try #require(bench.lastError == nil, "\(bench.lastError?.message ?? "")\n\(model.text)")
        try look(bench)
        for _ in 0..<most {
            let work = try open()
            guard !work.isEmpty else { return }
            let next = work[Int.random(in: 0..<work.count, using: &numbers)]
            try bench.run(next.command)
            try #require(
                bench.lastError == nil,
                "\(next.label): \(bench.lastError?.message ?? "")\n\(model.text)")
            try look(bench)
        }
    }

    private func open() throws -> [Work] {
        var work: [Work] = []
        for task in try bench.typed(TaskRow.self) {
            work.append(
                Work(
                    label: "complete \(task.taskDefinitionKey ?? "")",
                    command: .task(id: task.id, .complete(variables: [], wantsVariables: false))))
        }
        for job in try bench.typed(JobRow.self) {
            work.append(
                Work(label: "job \(job.activityID ?? "")", command: .job(id: job.id, .execute)))
        }
        for subscription in try bench.typed(EventSubscriptionRow.self)
        where subscription.eventType == "message" {
            guard let execution = subscription.executionID, let name = subscription.eventName
            else { continue }
            work.append(
                Work(
                    label: "message \(name)",
                    command: .triggerMessage(
                        executionID: execution, messageName: name, variables: [],
                        localVariables: [])))
        }
        // Stable: of two alike the one that was made first is first.
        return work.enumerated().sorted {
            ($0.element.label, $0.offset) < ($1.element.label, $1.offset)
        }.map(\.element)
    }
}
