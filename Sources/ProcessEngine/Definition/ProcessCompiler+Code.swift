import BPMNParser

extension ProcessCompiler {
    mutating func listeners(
        _ listeners: [ExecutionListener], on event: ExecutionListener.Event
    ) -> [ListenerCode] {
        var result: [ListenerCode] = []
        for listener in listeners where listener.event == event {
            result.append(
                self.listener(listener.implementation, element: process.id, line: listener.line))
        }
        return result
    }

    mutating func listener(
        _ implementation: ListenerImplementation, element: String, line: Int?
    ) -> ListenerCode {
        switch implementation {
        case .expression(let source): return .expression(compiled(source, element: element))
        case .script(let source):
            let code = script(source)
            return isExecutable(code, element: element, line: line)
                ? .script(code) : .unsupported("A script in \(code.language)")
        case .javaClass(let name):
            if let found = registeredListener(name, element: element, line: line) { return found }
            return unsupportedListener("The Java class \(name)", element: element, line: line)
        case .delegateExpression(let source):
            _ = compiled(source, element: element)
            for name in Self.beanNames(source.text) {
                if let found = registeredListener(name, element: element, line: line) {
                    return found
                }
            }
            return unsupportedListener(
                "The Java bean \(source.text)", element: element, line: line)
        }
    }

    private mutating func unsupportedListener(
        _ what: String, element: String, line: Int?
    ) -> ListenerCode {
        _ = unsupported(
            what, cure: Self.javaAdvice, element: element, line: line)
        return .unsupported(what)
    }

    /// Whether the engine has a way to run a script; says so where it has none.
    mutating func isExecutable(
        _ code: ScriptCode, element: String, line: Int?, what: String = "A script"
    ) -> Bool {
        if ScriptLanguage.isBuiltIn(code.language) || scriptLanguages.contains(code.language) {
            scripts.append(ScriptPlace(code: code, element: element, line: line))
            checkAddress(of: code, element: element, line: line)
            return true
        }
        _ = unsupported(
            "\(what) in \(code.language)",
            cure: ScriptLanguage.advice(code.language, available: scriptLanguages),
            element: element, line: line)
        return false
    }

    /// A file outside the deployment is found nowhere; the reference tells that on arrival.
    private mutating func checkAddress(of code: ScriptCode, element: String, line: Int?) {
        guard code.isResource, code.source.program == nil,
            !code.source.text.hasPrefix(ScriptCode.deploymentScheme)
        else { return }
        _ = unsupported(
            "A script in the file \(code.source.text)",
            cure: "Put the file into the deployment and name it deployment://….",
            element: element, line: line)
    }

    mutating func parameter(_ parameter: InputOutputParameter, element: String) -> ParameterCode {
        ParameterCode(name: parameter.name, value: value(parameter.value, element: element))
    }

    private mutating func value(_ value: ParameterValue, element: String) -> ParameterValueCode {
        switch value {
        case .null: return .null
        case .text(let source): return .text(compiled(source, element: element))
        case .script(let source):
            let code = script(source)
            _ = isExecutable(code, element: element, line: source.line)
            return .script(code)
        case .list(let values):
            var result: [ParameterValueCode] = []
            for inner in values { result.append(self.value(inner, element: element)) }
            return .list(result)
        case .map(let entries):
            var result: [(key: CompiledExpression, value: ParameterValueCode)] = []
            for entry in entries {
                result.append(
                    (
                        compiled(entry.key, element: element),
                        self.value(entry.value, element: element)
                    ))
            }
            return .map(result)
        }
    }

    mutating func binding(_ binding: DefinitionBinding, element: String) -> BindingCode {
        switch binding {
        case .latest: .latest
        case .deployment: .deployment
        case .version(let source): .version(compiled(source, element: element))
        case .versionTag(let source): .versionTag(compiled(source, element: element))
        }
    }

    mutating func mapping(_ mapping: VariableMapping, element: String) -> VariableMappingCode {
        let source: VariableMappingCode.Source =
            switch mapping.source {
            case .variable(let name): .variable(name)
            case .expression(let source): .expression(compiled(source, element: element))
            case .all: .all
            }
        return VariableMappingCode(source: source, target: mapping.target, isLocal: mapping.isLocal)
    }

    mutating func setService(_ service: ServiceImplementation, of node: FlowNode, at index: Int) {
        let id = node.id
        let advice = "Use an expression, an external task or a process link."
        switch service.kind {
        case .none: contents[index].behavior = .service(.none)
        case .expression(let source):
            let waits = Self.beanNames(source.text).contains { name in
                switch registry.entries[name] {
                case .topic, .effect: true
                case .expression, nil: false
                }
            }
            if waits, setRegistered(Self.beanNames(source.text), service, of: node, at: index) {
                return
            }
            contents[index].behavior = .service(
                .expression(
                    compiled(source, element: id), resultVariable: service.resultVariable))
        case .external(let task):
            contents[index].isScope = true
            var errors: [(condition: CompiledExpression, code: String?)] = []
            for definition in task.errorDefinitions {
                let code = definition.error.map { $0.code } ?? definition.errorRef
                errors.append((compiled(definition.expression, element: id), code))
            }
            contents[index].behavior = .service(
                .external(
                    ExternalTaskCode(
                        topic: expression(task.topic, element: id)
                            ?? CompiledExpression(literal: ""),
                        priority: expression(task.priority, element: id), errors: errors)))
        case .javaClass(let name):
            if setRegistered([name], service, of: node, at: index) { return }
            contents[index].behavior = refused(
                "The Java class \(name)", cure: Self.javaAdvice, element: id, line: node.line)
        case .delegateExpression(let source):
            if setRegistered(Self.beanNames(source.text), service, of: node, at: index) { return }
            _ = compiled(source, element: id)
            contents[index].behavior = refused(
                "The Java bean \(source.text)", cure: Self.javaAdvice, element: id, line: node.line)
        case .mail:
            contents[index].behavior = refused(
                "A mail task", cure: advice, element: id, line: node.line)
        case .shell:
            contents[index].behavior = refused(
                "A shell task", cure: advice, element: id, line: node.line)
        case .connector(let connector): setConnector(connector, of: node, at: index)
        }
    }

    mutating func refused(_ what: String, cure: String, element: String, line: Int?)
        -> Behavior
    {
        if effectElements.contains(element) { return .wait }
        return unsupported(what, cure: cure, element: element, line: line)
    }
}
