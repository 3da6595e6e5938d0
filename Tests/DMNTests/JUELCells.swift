import DMN
import FEEL
import JUEL
import ProcessValues

/// JUEL in cells, joined as the engine joins it.
struct JUELCells: CellExpressionCompiler {
    private struct Cell: CellExpression {
        let expression: JUELExpression

        func evaluate(
            at now: CivilDateTime?, _ variable: (String) -> FEELValue?
        ) throws -> FEELValue {
            try withoutActuallyEscaping(variable) { variable in
                var context = Context(variable: variable)
                return Context.feel(try expression.value(in: &context))
            }
        }
    }

    private struct Context: ExpressionContext {
        let variable: (String) -> FEELValue?
        let now = Instant(milliseconds: 0)

        mutating func resolve(_ name: String) -> ExpressionValue? {
            if name == "variableContext" { return .bean(BeanReference(name)) }
            return variable(name).map { .value(Self.process($0)) }
        }

        mutating func call(
            _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
        ) -> ExpressionValue? {
            switch (bean.name, method) {
            case ("variableContext", "resolve"):
                guard case .string(let name)? = arguments.first?.processValue else { return nil }
                return .bean(BeanReference("typedValue", id: name))
            case ("typedValue", "getValue"):
                return .value(variable(bean.id ?? "").map { Self.process($0) } ?? .null)
            default: return nil
            }
        }

        static func process(_ value: FEELValue) -> ProcessValue {
            switch value {
            case .boolean(let value): return .boolean(value)
            case .string(let text): return .string(text)
            case .number(let number):
                if let integer = number.integer {
                    return .integer(Int32(truncatingIfNeeded: integer))
                }
                return .double(number.doubleValue)
            default: return .null
            }
        }

        static func feel(_ value: ProcessValue) -> FEELValue {
            switch value {
            case .boolean(let value): return .boolean(value)
            case .short(let value): return .number(Decimal128(Int(value)))
            case .integer(let value): return .number(Decimal128(Int(value)))
            case .long(let value): return .number(Decimal128(Int(value)))
            case .double(let value): return Decimal128(value).map { .number($0) } ?? .null
            case .string(let text): return .string(text)
            default: return .null
            }
        }
    }

    func compile(_ text: String, language: String) throws -> (any CellExpression)? {
        guard language == "juel" else { return nil }
        let isWrapped = text.hasPrefix("${") || text.hasPrefix("#{")
        return Cell(expression: try JUELExpression(isWrapped ? text : "${\(text)}"))
    }
}
