import ProcessValues

/// Script tasks.
extension Run {
    /// Runs the script; a result that is null sets nothing.
    func executeScriptTask(
        _ code: ScriptCode, _ resultVariable: String?, on execution: Execution
    ) throws(Interruption) {
        let result = try run(code, on: execution)
        if let name = resultVariable, !result.isNull {
            try setVariable(VariableInput(name, result), from: execution)
        }
        try leave(execution)
    }
}
