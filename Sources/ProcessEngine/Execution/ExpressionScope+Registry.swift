import JSONTree
import JUEL
import ProcessValues

/// Beans that are expressions of the registry.
extension ExpressionScope {
    /// The value of the expression that a bean's method stands for; it sees `arguments`.
    func registered(
        _ bean: String, _ method: String, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        guard let text = run.configuration.registry.expression(bean, method) else { return nil }
        let values = arguments.map { argument -> JSON in
            if case .bean(let bean) = argument { return .string(bean.id ?? bean.name) }
            return (argument.processValue ?? .null).plainJSON
        }
        var inner = self
        inner.extra = [
            VariableInput("arguments", .object(ObjectValue(tree: .array(values))))
        ]
        inner.depth += 1
        guard inner.depth < 16 else {
            throw Interruption.failed(
                .execution, "The registry's expressions of \(bean) call each other for ever.")
        }
        return .value(try run.evaluate(try JUELExpression(text), in: &inner))
    }
}
