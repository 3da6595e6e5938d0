/// Which values belong to which types, and how values are converted to them (DMN 10.3.2.9).
extension FEELTypeTable {
    /// Whether a value is an instance of a type; null is one of no type but Null.
    public func isInstance(_ value: FEELValue, of type: FEELType) -> Bool {
        if value.isNull { return resolve(type) == .null }
        return conforms(value, to: type, strictly: true)
    }

    /// Whether a value may stand where a type is asked for: null may everywhere.
    public func conforms(_ value: FEELValue, to type: FEELType) -> Bool {
        conforms(value, to: type, strictly: false)
    }

    /// As above; strictly, a function must declare the types that are asked for.
    private func conforms(
        _ value: FEELValue, to type: FEELType, strictly: Bool, depth: Int = 0
    ) -> Bool {
        guard depth < 64 else { return false }
        let type = resolve(type)
        func inner(_ value: FEELValue, _ type: FEELType) -> Bool {
            conforms(value, to: type, strictly: strictly, depth: depth + 1)
        }
        switch (value, type) {
        case (.null, _), (_, .any): return true
        case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date),
            (.time, .time), (.dateAndTime, .dateAndTime),
            (.daysAndTimeDuration, .daysAndTimeDuration),
            (.yearsAndMonthsDuration, .yearsAndMonthsDuration):
            return true
        case (.list(let items), .list(let element)): return items.allSatisfy { inner($0, element) }
        case (.context(let context), .context(let members)):
            return members.allSatisfy { member in
                context[member.name].map { inner($0, member.type) } ?? false
            }
        case (.range(let range), .range(let element)):
            return inner(range.start, element) && inner(range.end, element)
        case (.function(let function), .function(let parameters, let result)):
            return conforms(function, parameters: parameters, result: result, strictly: strictly)
        default: return false
        }
    }

    private func conforms(
        _ function: FEELFunction, parameters: [FEELType], result: FEELType, strictly: Bool
    ) -> Bool {
        guard case .function(let own, var ownResult) = type(of: function) else { return false }
        if strictly, ownResult == .any, case .lambda(let lambda, _) = function.body {
            ownResult = lambda.bodyType
        }
        guard own.count == parameters.count else {
            // A built-in function takes its arguments in more than one way.
            if case .builtin = function.body { return !strictly }
            return false
        }
        // What a function does not declare is told by the call.
        return zip(parameters, own).allSatisfy { conforms($0, to: $1) }
            && (!strictly && ownResult == .any || conforms(ownResult, to: result))
    }

    /// The type of a function value.
    func type(of function: FEELFunction) -> FEELType {
        .function(function.parameters.map(\.type), function.resultType)
    }

    /// Whether every value of one type is one of another (Table 45).
    func conforms(_ type: FEELType, to other: FEELType, depth: Int = 0) -> Bool {
        guard depth < 64 else { return false }
        let type = resolve(type)
        let other = resolve(other)
        switch (type, other) {
        case (.null, _), (_, .any): return true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)):
            return conforms(a, to: b, depth: depth + 1)
        case (.context(let a), .context(let b)):
            return b.allSatisfy { wanted in
                a.contains {
                    $0.name == wanted.name && conforms($0.type, to: wanted.type, depth: depth + 1)
                }
            }
        case (.function(let a, let resultA), .function(let b, let resultB)):
            return a.count == b.count
                && zip(b, a).allSatisfy { conforms($0, to: $1, depth: depth + 1) }
                && conforms(resultA, to: resultB, depth: depth + 1)
        default: return type == other
        }
    }

    /// The value as a type asks for it, after implicit conversion; nil if it has none such.
    ///
    /// A list of one is its item where no list is asked for, an item becomes a list of one where a
    /// list is, and a date becomes its UTC midnight where a date and time is (10.3.2.9.4).
    public func coerce(_ value: FEELValue, to type: FEELType) -> FEELValue? {
        let type = resolve(type)
        if conforms(value, to: type) { return value }
        if case .list(let items) = value, items.count == 1, let item = items.first {
            if case .list = type { return nil }
            if conforms(item, to: type) { return item }
        }
        if case .list(let element) = type, conforms(value, to: element) { return .list([value]) }
        if case .date(let date) = value, type == .dateAndTime {
            return .dateAndTime(CivilDateTime(date: date, time: .utcMidnight))
        }
        return nil
    }
}
