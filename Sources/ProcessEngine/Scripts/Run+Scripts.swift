import FEEL
import JUEL
import ProcessValues
import Records

/// How scripts of models are run.
extension Run {
    /// Runs a script: one in JUEL or FEEL here, others by the script engine.
    ///
    /// It sees the execution as `execution`, the task of a listener as `task`, and in mappings of a
    /// connector its inputs and outputs as `connector`.
    func run(
        _ script: ScriptCode, on execution: Execution, task: TaskEntry? = nil,
        event: String? = nil, connector: [VariableInput]? = nil
    ) throws(Interruption) -> ProcessValue {
        var scope = ExpressionScope(run: self, execution: execution, task: task)
        scope.eventName = event
        let source = try source(of: script, in: &scope)
        if ScriptLanguage.juel.contains(script.language) {
            guard let program = try script.juel(source) else { return .string(source) }
            return try evaluate(program, in: &scope)
        }
        if ScriptLanguage.feel.contains(script.language) {
            return try runFEEL(script, source, in: scope)
        }
        guard configuration.scriptLanguages.contains(script.language) else {
            throw .failed(
                .execution,
                "A script in \(script.language) cannot be run: there is no engine for it.",
                catchable: "org.operaton.bpm.engine.exception.NullValueException")
        }
        return try runElsewhere(script, source, in: &scope, connector: connector)
    }

    /// How often a script may call beans: it is run again with each answer.
    private static let mostBeanCalls = 200

    /// Runs a script by the script engine, answering its calls of beans.
    private func runElsewhere(
        _ script: ScriptCode, _ source: String, in scope: inout ExpressionScope,
        connector: [VariableInput]?
    ) throws(Interruption) -> ProcessValue {
        /// The first call, with what the script saw at its start.
        var first: ScriptCall?
        var answers: [ScriptAnswer] = []
        while true {
            hostCalls += 1
            modelCalls += 1
            let outcome: ScriptOutcome
            if case .script(let known) = state.answers[.script(ScriptCall(at: hostCalls))] {
                outcome = known
            } else {
                // What the script sees is copied once, not again in each attempt that follows.
                var call: ScriptCall
                if let first {
                    call = first
                } else {
                    call = try self.call(source, script, in: &scope, connector: connector)
                }
                call.sequence = hostCalls
                call.answers = answers
                guard case .script(let answered) = try ask(.script(call)) else {
                    throw .needs([.script(call)])
                }
                outcome = answered
            }
            if case .calls = outcome.result, first == nil {
                first = try call(source, script, in: &scope, connector: connector)
            }
            for write in outcome.writes { try apply(write, in: &scope) }
            switch outcome.result {
            case .value(let value): return value
            case .bpmnError(let code, let message): throw .bpmnError(code: code, message: message)
            case .thrown(let className, let message):
                throw .failed(
                    .execution, Self.failure(message, on: scope.execution), catchable: className)
            case .ended(let message):
                throw .failed(.execution, Self.failure(message, on: scope.execution))
            case .calls(let wanted):
                guard answers.count < Self.mostBeanCalls else {
                    throw .failed(
                        .execution,
                        Self.failure(
                            "The script calls beans more than \(Self.mostBeanCalls) times. Let an "
                                + "external task do the work.", on: scope.execution))
                }
                answers.append(try answer(wanted, of: source, in: &scope))
            }
        }
    }

    private static func failure(_ message: String, on execution: Execution) -> String {
        "Unable to evaluate script while executing activity '\(place(of: execution))' in the "
            + "process definition with id '\(execution.row.definitionID)': \(message)"
    }

    private static func place(of execution: Execution) -> String {
        execution.activity?.id ?? execution.transition?.id ?? execution.id
    }

    // MARK: Sources

    /// The text of a script: in the model, of an expression, or in a file of the deployment.
    private func source(
        of script: ScriptCode, in scope: inout ExpressionScope
    ) throws(Interruption) -> String {
        var text = script.source.text
        if let program = script.source.program {
            let value = try evaluate(program, in: &scope)
            guard let evaluated = Self.text(of: value) else {
                throw .failed(
                    .execution, "The script's expression \(text) gives no text.",
                    catchable: "org.operaton.bpm.engine.ProcessEngineException")
            }
            text = evaluated
        }
        return script.isResource ? try resource(text, of: scope.execution) : text
    }

    private func resource(
        _ address: String, of execution: Execution
    ) throws(Interruption) -> String {
        let scheme = ScriptCode.deploymentScheme
        guard address.hasPrefix(scheme) else {
            throw .failed(
                .execution,
                "ENGINE-09024 Unable to find resource at path \(address): put the file into the "
                    + "deployment and name it \(scheme)….",
                catchable: "org.operaton.bpm.engine.ProcessEngineException")
        }
        let name = String(address.dropFirst(scheme.count))
        let definition = execution.definition.row.deploymentID
        let query = Query(
            DeploymentResourceRow.table,
            where: .and([.equal("deployment_id", definition), .equal("name", name)]),
            columns: ["content"])
        guard let row = try rows(query).first, case .bytes(let bytes)? = row.first else {
            throw .failed(
                .execution,
                "ENGINE-09024 Unable to find resource at path \(address): the deployment has no "
                    + "file of that name.",
                catchable: "org.operaton.bpm.engine.ProcessEngineException")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: FEEL

    private func runFEEL(
        _ script: ScriptCode, _ source: String, in scope: ExpressionScope
    ) throws(Interruption) -> ProcessValue {
        let expression: FEELExpression
        do throws(FEELSyntaxError) {
            expression = try script.feel(source)
        } catch {
            throw .failed(
                .execution,
                Self.failure(
                    "failed to parse expression '\(source)': \(error)", on: scope.execution),
                catchable: "org.operaton.bpm.engine.ScriptCompilationException")
        }
        var values: [String: FEELValue] = [:]
        for variable in try visibleVariables(of: scope.execution) {
            values[variable.name] = FEELValue(variable.value, in: zone)
        }
        if let task = scope.task {
            for variable in task.variables {
                values[variable.name] = FEELValue(try value(of: variable), in: zone)
            }
        }
        for variable in connectorVariables ?? [] {
            values[variable.name] = FEELValue(variable.value, in: zone)
        }
        let session = EvaluationSession(now: zone.dateTime(at: now))
        let known = values
        let result = expression.evaluate(in: session) { known[$0] }
        // The reference's FEEL engine has one kind of whole number.
        if case .number(let number) = result, let whole = number.integer {
            return .long(Int64(whole))
        }
        return ProcessValue(result, in: zone)
    }

    // MARK: What a script sees

    private func call(
        _ source: String, _ script: ScriptCode, in scope: inout ExpressionScope,
        connector: [VariableInput]?
    ) throws(Interruption) -> ScriptCall {
        let (executions, task) = try seen(by: source, in: &scope)
        var call = ScriptCall(
            sequence: hostCalls, language: script.language, source: source,
            name: Self.place(of: scope.execution), executionID: scope.execution.id,
            executions: executions, task: task, connector: connector)
        call.beans = hostNames.union(configuration.registry.namesOfBeans).filter(source.contains)
            .sorted()
        call.classes = configuration.registry.namesOfClasses.filter(source.contains).sorted()
        if !call.beans.isEmpty || !call.classes.isEmpty {
            call.seed = "\(ids.commandName)-\(hostCalls)"
        }
        return call
    }

    /// The execution with those around it, and the task.
    func seen(
        by source: String, in scope: inout ExpressionScope
    ) throws(Interruption) -> (executions: [ScriptScope], task: ScriptScope?) {
        let execution = scope.execution
        var executions = try scopes(from: execution, in: &scope)
        if source.contains("uperExecution") {
            var caller = execution.processInstance.superExecution
            while let found = caller {
                executions += try scopes(from: found, in: &scope)
                caller = found.processInstance.superExecution
            }
        }
        guard let entry = scope.task else { return (executions, nil) }
        return (
            executions,
            ScriptScope(
                properties: scope.taskProperties(), variables: try variables(entry.variables),
                parentID: execution.id)
        )
    }

    private func scopes(
        from execution: Execution, in scope: inout ExpressionScope
    ) throws(Interruption) -> [ScriptScope] {
        var result: [ScriptScope] = []
        var current: Execution? = execution
        while let found = current {
            result.append(
                ScriptScope(
                    properties: scope.properties(of: found),
                    variables: try variables(found.variables), parentID: found.parent?.id,
                    processInstanceID: found.processInstance.id,
                    superExecutionID: found.processInstance.superExecution?.id))
            current = found.parent
        }
        return result
    }

    private func variables(_ entries: [VariableEntry]) throws(Interruption) -> [VariableInput] {
        var result: [VariableInput] = []
        for entry in entries { result.append(VariableInput(entry.name, try value(of: entry))) }
        return result
    }

    // MARK: What a script does

    private func apply(
        _ write: ScriptOutcome.Write, in scope: inout ExpressionScope
    ) throws(Interruption) {
        let bean = BeanReference(write.bean, id: write.id)
        do {
            let arguments = write.arguments.map { ExpressionValue.value($0) }
            guard try scope.call(write.method, of: bean, with: arguments) == nil else { return }
        } catch let interruption as Interruption {
            throw interruption
        } catch {
            throw .failed(.execution, "\(error)", catchable: "java.lang.RuntimeException")
        }
        throw .failed(
            .execution, "A script called \(write.bean).\(write.method), which there is not.",
            catchable: "java.lang.RuntimeException")
    }
}
