/// Invocations of functions (10.3.2.13.4 and 10.3.2.13.5).
extension Evaluator {
    mutating func function(_ node: Node) -> FEELValue {
        let lambda = program.lambdas[Int(node.a)]
        let captured = lambda.captures.map { frame[$0.outer] }
        if lambda.isExternal {
            var evaluator = Evaluator(lambda.program, frame: [], session: session)
            guard
                let function = ExternalFunction(
                    description: evaluator.run(), parameters: lambda.parameters)
            else { return warn("the external function is not known here", node) }
            return .function(
                FEELFunction(
                    parameters: lambda.parameters, resultType: .any, body: .provided(function)))
        }
        return .function(
            FEELFunction(
                parameters: lambda.parameters, resultType: lambda.resultType,
                body: .lambda(lambda, captured: captured), types: program.table))
    }

    mutating func call(_ node: Node) -> FEELValue {
        let callee = value(node.a)
        let arguments = operands(node.b, node.c)
        guard case .function(let function) = callee else {
            let target = program.nodes[Int(node.a)]
            if target.operation == .path {
                session.missingMethod = program.names[Int(target.b)]
            }
            return warn("a \(callee.kind) cannot be called", node)
        }
        return call(function, arguments, node)
    }

    mutating func namedCall(_ node: Node) -> FEELValue {
        let callee = value(node.a)
        let names = program.nameLists[Int(node.c)]
        let arguments = operands(node.b, Int32(names.count))
        guard case .function(let function) = callee else {
            return warn("a \(callee.kind) cannot be called", node)
        }
        return function.call(
            named: Array(zip(names, arguments)), in: session, types: program.table,
            place: Int(node.place))
    }

    /// Calls a function with arguments in the order of its parameters.
    func call(_ function: FEELFunction, _ arguments: [FEELValue], _ node: Node) -> FEELValue {
        if case .builtin(let builtin) = function.body {
            return builtin.call(arguments, self, node)
        }
        return function.call(
            arguments, in: session, types: program.table, place: Int(node.place))
    }
}

extension FEELFunction {
    /// Calls the function with arguments by name.
    ///
    /// Null, with a warning, if one is not known; one that is missing is null (10.3.2.13.5).
    public func call(
        named arguments: [(String, FEELValue)], in session: EvaluationSession,
        types: FEELTypeTable, place: Int? = nil
    ) -> FEELValue {
        if case .builtin(let builtin) = body {
            return builtin.call(named: arguments, in: session, types: types, place: place)
        }
        for (name, _) in arguments where !parameters.contains(where: { $0.name == name }) {
            return session.warn("the function has no parameter '\(name)'", at: place)
        }
        // What is not given by name is null (10.3.2.13.5).
        let ordered = parameters.map { parameter in
            arguments.first { $0.0 == parameter.name }?.1 ?? .null
        }
        return call(ordered, in: session, types: types, place: place)
    }

    /// Calls the function with arguments in the order of its parameters.
    ///
    /// Null, with a warning, if their number or a type is wrong (10.3.2.13.5).
    public func call(
        _ arguments: [FEELValue], in session: EvaluationSession, types: FEELTypeTable,
        place: Int? = nil
    ) -> FEELValue {
        guard session.spend(), session.enter() else { return .null }
        defer { session.leave() }
        if case .builtin(let builtin) = body {
            return builtin.call(arguments, in: session, types: types, place: place)
        }
        guard arguments.count == parameters.count else {
            return session.warn(
                "the function takes \(parameters.count) arguments, not \(arguments.count)",
                at: place)
        }
        let types = self.types ?? types
        var converted = arguments
        for (index, parameter) in parameters.enumerated() where parameter.type != .any {
            do throws(TypeMismatch) {
                converted[index] = try types.converted(
                    arguments[index], to: parameter.type, in: session)
            } catch {
                return session.warn("the argument '\(parameter.name)' \(error)", at: place)
            }
        }
        let result: FEELValue
        switch body {
        case .lambda(let lambda, let captured):
            var frame = [FEELValue](repeating: .null, count: lambda.program.frameSize)
            for (capture, value) in zip(lambda.captures, captured) { frame[capture.inner] = value }
            for (slot, value) in zip(lambda.slots, converted) { frame[slot] = value }
            var evaluator = Evaluator(lambda.program, frame: frame, session: session)
            result = evaluator.run()
        case .provided(let callable): result = callable.call(converted, in: session)
        case .builtin: return .null
        }
        guard resultType != .any else { return result }
        do throws(TypeMismatch) {
            return try types.converted(result, to: resultType, in: session)
        } catch {
            return session.warn("the result \(error)", at: place)
        }
    }
}
