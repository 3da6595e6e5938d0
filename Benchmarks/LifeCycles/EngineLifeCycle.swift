import Persistence
import ProcessEngine
import ProcessValues
import Records

/// A life cycle as a client of the REST API has it: start, look for the task, complete it.
struct EngineLifeCycle: Sendable {
    private static let model = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
          <process id="one-task" isExecutable="true">
            <startEvent id="start"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="task"/>
            <userTask id="task" name="Decide"/>
            <sequenceFlow id="f2" sourceRef="task" targetRef="end"/>
            <endEvent id="end"/>
          </process>
        </definitions>
        """

    private let engine: ProcessEngine

    /// Deploys the process.
    init(on store: any Store) async throws {
        engine = ProcessEngine(store: store)
        let resource = NewDeployment.Resource(
            name: "one-task.bpmn", content: Array(Self.model.utf8))
        _ = try await engine.deploy(
            NewDeployment(name: "bench", resources: [resource]), as: .engine)
    }

    func run() async throws {
        let result = try await engine.perform(
            .startInstance(
                StartInstance(
                    definition: .latest(key: "one-task", tenantID: nil),
                    variables: [VariableInput("name", .string("bench"))])), as: .engine)
        guard case .started(let instance) = result else { return }
        let tasks = try await engine.store.read(
            Query(TaskRow.table, where: .equal("process_instance_id", instance.id)))
        guard let id = tasks.first?.first?.textValue else { return }
        _ = try await engine.perform(
            .task(id: id, .complete(variables: [], wantsVariables: false)), as: .engine)
    }
}
