import ProcessValues

/// Runs instructions, each at most once since all jumps lead forward.
func run<Context: ExpressionContext>(
    _ instructions: [Instruction], in context: inout Context
) throws -> ExpressionValue {
    var stack: [ExpressionValue] = []
    var position = 0
    while position < instructions.count {
        let instruction = instructions[position]
        position += 1
        switch instruction {
        case .push(let value): stack.append(value)
        case .load(let name):
            guard let value = try context.resolve(name) else {
                throw EvaluationError(.unknownProperty, "Cannot resolve identifier '\(name)'")
            }
            stack.append(value)
        case .property(let name):
            stack.append(try read(.value(.string(name)), of: stack.removeLast(), in: &context))
        case .index:
            let key = stack.removeLast()
            stack.append(try read(key, of: stack.removeLast(), in: &context))
        case .call(let name, let count):
            let arguments = Array(stack.suffix(count))
            stack.removeLast(count)
            stack.append(
                try invoke(name, of: stack.removeLast(), with: arguments, in: &context))
        case .callIndexed(let count):
            let arguments = Array(stack.suffix(count))
            stack.removeLast(count)
            let name = try text(of: stack.removeLast())
            stack.append(
                try invoke(name, of: stack.removeLast(), with: arguments, in: &context))
        case .function(let name, let count):
            let arguments = Array(stack.suffix(count))
            stack.removeLast(count)
            stack.append(try apply(function: name, to: arguments, in: &context))
        case .binary(let found):
            let right = stack.removeLast()
            stack.append(try apply(found, stack.removeLast(), right))
        case .unary(let found): stack.append(try apply(found, to: stack.removeLast()))
        case .truth: stack.append(.value(.boolean(try truth(of: stack.removeLast()))))
        case .jumpKeeping(let wanted, let target):
            if stack.last == .value(.boolean(wanted)) {
                position = target
            } else {
                stack.removeLast()
            }
        case .jumpUnless(let target):
            if stack.removeLast() == .value(.boolean(false)) { position = target }
        case .jump(let target): position = target
        case .concatenate(let count):
            var result = ""
            for part in stack.suffix(count) { result = try joined(result, try text(of: part)) }
            stack.removeLast(count)
            stack.append(.value(.string(result)))
        }
    }
    return stack.last ?? .null
}

private func apply(
    _ found: BinaryOperator, _ left: ExpressionValue, _ right: ExpressionValue
) throws(EvaluationError) -> ExpressionValue {
    switch found {
    case .add, .subtract, .multiply, .divide, .remainder: try calculate(found, left, right)
    case .equal: .value(.boolean(try areEqual(left, right)))
    case .notEqual: .value(.boolean(try !areEqual(left, right)))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
        .value(.boolean(try compare(found, left, right)))
    }
}

private func apply(
    _ found: UnaryOperator, to value: ExpressionValue
) throws(EvaluationError) -> ExpressionValue {
    switch found {
    case .negate: try negate(value)
    case .not: .value(.boolean(try !truth(of: value)))
    case .empty: .value(.boolean(isEmpty(value)))
    }
}
