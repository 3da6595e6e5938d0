import ProcessValues
import Records
import Synchronization
import Testing

@testable import ProcessEngine

@Suite("Commands on one root")
struct InterleavingTests {
    /// Who works on which root at present.
    private final class Occupation: Sendable {
        private let state = Mutex((present: [String: Int](), most: 0, done: 0))

        func enter(_ root: String) {
            state.withLock { state in
                state.present[root, default: 0] += 1
                state.most = max(state.most, state.present[root] ?? 0)
            }
        }

        func leave(_ root: String) {
            state.withLock { state in
                state.present[root, default: 0] -= 1
                state.done += 1
            }
        }

        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }
    }

    /// Runs commands on a few roots at once and tells how many worked on one at the same time.
    private func work(commands: Int) async -> (most: Int, done: Int) {
        let queues = RootQueues()
        let occupation = Occupation()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<commands {
                group.addTask {
                    let root = "r\(number % 3)"
                    await queues.enter(root)
                    occupation.enter(root)
                    for _ in 0..<5 { await Task.yield() }
                    occupation.leave(root)
                    queues.leave(root)
                }
            }
        }
        return (occupation.most, occupation.done)
    }

    @Test("two commands on one root never interleave, and each gets its turn")
    func never() async {
        let result = await work(commands: 300)
        #expect(result.most == 1)
        #expect(result.done == 300)
    }

    @Test("a guard that is left out is noticed")
    func fault() async {
        await SeededFault.$active.withValue(.guardLeftOut) {
            let result = await work(commands: 300)
            withKnownIssue { #expect(result.most == 1) }
        }
    }

    @Test("completions of one root at once are done one after another by the engine")
    func engine() async throws {
        let stored = try TemporaryStore()
        let engine = ProcessEngine(store: stored.store)
        let content = """
            <startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics>\
            <loopCardinality>24</loopCardinality></multiInstanceLoopCharacteristics></userTask>\
            <endEvent id="e"/>\(flow("s", "a"))\(flow("a", "e"))
            """
        _ = try await engine.deploy(
            NewDeployment(
                name: "n", resources: [.init(name: "a.bpmn", content: Array(model(content).utf8))]),
            as: .engine)
        let start = StartInstance(definition: .latest(key: "p", tenantID: nil))
        _ = try await engine.perform(.startInstance(start), as: .engine)
        let tasks = try await stored.store.rows(Query(TaskRow.table), as: TaskRow.self)
        #expect(tasks.count == 24)
        await withTaskGroup(of: Void.self) { group in
            for task in tasks {
                group.addTask {
                    do {
                        _ = try await engine.perform(
                            .task(id: task.id, .complete(variables: [], wantsVariables: false)),
                            as: .engine)
                    } catch {
                        Issue.record(error)
                    }
                }
            }
        }
        let history = try await stored.store.rows(
            Query(HistoricProcessInstanceRow.table), as: HistoricProcessInstanceRow.self)
        #expect(history.map(\.state) == ["COMPLETED"])
        let left = try await stored.store.rows(Query(ExecutionRow.table), as: ExecutionRow.self)
        #expect(left.isEmpty)
    }
}
