import JUEL
import ProcessValues

/// Calls of beans by scripts.
///
/// A script runs outside and does not wait: at its call it stops, the bean is asked here, and the
/// script is run again from its start with the answer.
extension Run {
    /// What a bean answers a script, with the variables that the call changed.
    func answer(
        _ wanted: ScriptOutcome.BeanCall, of source: String, in scope: inout ExpressionScope
    ) throws(Interruption) -> ScriptAnswer {
        let before = try values(seenBy: source, in: &scope)
        let result = try result(of: wanted, in: &scope)
        let after = try values(seenBy: source, in: &scope)
        var changes: [ScriptAnswer.Change] = []
        for (place, value) in after where before[place] != value {
            changes.append(ScriptAnswer.Change(scope: place.scope, name: place.name, value: value))
        }
        for place in before.keys where after[place] == nil {
            changes.append(ScriptAnswer.Change(scope: place.scope, name: place.name, value: nil))
        }
        return ScriptAnswer(
            result: result, changes: changes.sorted { ($0.scope, $0.name) < ($1.scope, $1.name) })
    }

    private struct VariablePlace: Hashable {
        let scope: String
        let name: String
    }

    private func values(
        seenBy source: String, in scope: inout ExpressionScope
    ) throws(Interruption) -> [VariablePlace: ProcessValue] {
        let (executions, task) = try seen(by: source, in: &scope)
        var result: [VariablePlace: ProcessValue] = [:]
        for (place, entries) in executions.map({ ($0.id, $0.variables) })
            + (task.map { [($0.id, $0.variables)] } ?? [])
        {
            for entry in entries {
                result[VariablePlace(scope: place, name: entry.name)] = entry.value
            }
        }
        return result
    }

    private func result(
        of wanted: ScriptOutcome.BeanCall, in scope: inout ExpressionScope
    ) throws(Interruption) -> ScriptAnswer.Result {
        if let what = configuration.registry.whatWaits(wanted.bean, wanted.method) {
            return Self.thrown(
                "\(wanted.bean) stands for \(what) in the registry, which a script cannot wait "
                    + "for: call it from a service task, or give it an expression.")
        }
        do {
            let arguments = wanted.arguments.map { ExpressionValue.value($0) }
            guard
                let answer = try scope.call(
                    wanted.method, of: BeanReference(wanted.bean), with: arguments)
            else {
                return Self.thrown("\(wanted.bean) has no method \(wanted.method).")
            }
            if case .bean(let bean) = answer { return .value(.string(bean.id ?? bean.name)) }
            return .value(answer.processValue ?? .null)
        } catch let interruption as Interruption {
            // The script may catch what its call comes to, as it could in Java.
            switch interruption {
            case .needs: throw interruption
            case .bpmnError(let code, let message):
                return .bpmnError(code: code ?? "", message: message)
            case .failure(let error):
                guard let className = error.catchableClassName else {
                    return Self.thrown(error.message)
                }
                return .thrown(className: className, message: error.message)
            }
        } catch {
            return Self.thrown("\(error)")
        }
    }

    private static func thrown(_ message: String) -> ScriptAnswer.Result {
        .thrown(className: "java.lang.RuntimeException", message: message)
    }
}

extension ScriptScope {
    /// The id of the execution or task.
    fileprivate var id: String {
        properties.first { $0.name == "id" }?.value.text ?? ""
    }
}
