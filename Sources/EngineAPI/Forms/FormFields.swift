import BPMNParser
import ProcessEngine
import ProcessValues
import Records

/// Whose form is meant.
enum FormOwner: Sendable {
    /// The start event of the process that no event starts.
    case start
    /// A user task.
    case task(String)
}

extension EngineService {
    /// The variables that the fields of a generated form name, with the values to begin with.
    ///
    /// The model is parsed for it, off the thread of the connections: forms are asked for by
    /// people, one at a time.
    func fieldVariables(
        of owner: FormOwner, in definition: ProcessDefinitionRow
    ) async throws(APIError) -> [(String, ProcessValue)] {
        let resources = try await rows(
            DeploymentResourceRow.self,
            where: .and([
                .equal("deployment_id", definition.deploymentID),
                .equal("name", definition.resourceName),
            ]), for: .engine)
        guard let content = resources.first?.content else { return [] }
        let fields = await withTaskExecutorPreference(globalConcurrentExecutor) {
            let model = BPMNParser().parse(content).model
            let process = model?.processes.first { $0.id == definition.key }
            return process?.form(of: owner)?.fields ?? []
        }
        return fields.map { ($0.id, $0.initialValue) }
    }
}

extension BPMNProcess {
    fileprivate func form(of owner: FormOwner) -> FormDeclaration? {
        switch owner {
        case .start:
            for node in scope.flowNodes {
                if case .startEvent(let start) = node.kind, start.definition == nil {
                    return start.form
                }
            }
        case .task(let id):
            for node in scope.allFlowNodes where node.id == id {
                if case .userTask(let task) = node.kind { return task.form }
            }
        }
        return nil
    }
}

extension FormField {
    /// The value to begin with; an expression has none before the form is shown by the engine.
    fileprivate var initialValue: ProcessValue {
        let type: ValueType =
            switch self.type {
            case "long": .long
            case "boolean": .boolean
            case "date": .date
            default: .string
            }
        guard let text = defaultValue?.text, defaultValue?.holdsExpression == false else {
            return .typedNull(type)
        }
        return ProcessValue(parsing: text, as: type) ?? .string(text)
    }
}
