/// Functions on lists (10.3.4.4): positions count from 1, from the end if negative.
extension Builtin {
    func applyToLists(_ arguments: [FEELValue], _ call: BuiltinCall) -> FEELValue? {
        switch self {
        case .concatenate: return Self.concatenate(arguments).map { .list($0) }
        case .union: return Self.concatenate(arguments).map { .list(Self.distinct($0)) }
        default: break
        }
        guard case .list(let list) = arguments[0], call.session.spend(list.count) else {
            return nil
        }
        switch self {
        case .append: return .list(list + arguments.dropFirst())
        case .reverse: return .list(list.reversed())
        case .flatten: return .list(Self.flatten(list))
        case .distinctValues: return .list(Self.distinct(list))
        case .listContains:
            return .boolean(list.contains { $0.isEqualItem(arguments[1]) })
        case .indexOf:
            let found = list.indices.filter { list[$0].isEqualItem(arguments[1]) }
            return .list(found.map { .number(Decimal128($0 + 1)) })
        case .sublist: return Self.sublist(list, arguments)
        case .remove:
            guard let index = Self.index(arguments[1], in: list) else { return nil }
            var result = list
            result.remove(at: index)
            return .list(result)
        case .insertBefore:
            guard let index = Self.index(arguments[1], in: list) else { return nil }
            var result = list
            result.insert(arguments[2], at: index)
            return .list(result)
        case .listReplace: return Self.replace(list, arguments, call)
        case .sort: return Self.sort(list, Array(arguments.dropFirst()), call)
        default: return nil
        }
    }

    /// The index of a position that the list has.
    private static func index(_ position: FEELValue, in list: [FEELValue]) -> Int? {
        guard let number = position.number?.truncatedInteger, number != 0,
            number.magnitude <= list.count
        else { return nil }
        return number > 0 ? number - 1 : list.count + number
    }

    private static func concatenate(_ lists: [FEELValue]) -> [FEELValue]? {
        if lists.isEmpty { return nil }
        var result: [FEELValue] = []
        for argument in lists {
            switch argument {
            case .null: return nil
            case .list(let items): result += items
            default: result.append(argument)
            }
        }
        return result
    }

    private static func distinct(_ list: [FEELValue]) -> [FEELValue] {
        var result: [FEELValue] = []
        for item in list where !result.contains(where: { $0.isEqualItem(item) }) {
            result.append(item)
        }
        return result
    }

    private static func flatten(_ list: [FEELValue]) -> [FEELValue] {
        list.flatMap { item -> [FEELValue] in
            if case .list(let items) = item { flatten(items) } else { [item] }
        }
    }

    private static func sublist(_ list: [FEELValue], _ arguments: [FEELValue]) -> FEELValue? {
        guard let start = index(arguments[1], in: list) else { return nil }
        guard arguments.count > 2, !arguments[2].isNull else { return .list(Array(list[start...])) }
        guard let length = arguments[2].number?.truncatedInteger, length >= 1,
            length <= list.count - start
        else { return nil }
        return .list(Array(list[start..<start + length]))
    }

    private static func replace(_ list: [FEELValue], _ arguments: [FEELValue], _ call: BuiltinCall)
        -> FEELValue?
    {
        guard case .function(let match) = arguments[1] else {
            guard let index = index(arguments[1], in: list) else { return nil }
            var result = list
            result[index] = arguments[2]
            return .list(result)
        }
        guard match.parameters.count == 2 else { return nil }
        var result: [FEELValue] = []
        for item in list {
            guard let matches = call.call(match, [item, arguments[2]]).boolean else { return nil }
            result.append(matches ? arguments[2] : item)
        }
        return .list(result)
    }

    /// Sorts stably by merging, so that any function is asked a bounded number of times.
    private static func sort(_ list: [FEELValue], _ arguments: [FEELValue], _ call: BuiltinCall)
        -> FEELValue?
    {
        var precedes: FEELFunction?
        switch arguments.first {
        case nil, .null?: break
        case .function(let function)? where function.parameters.count == 2: precedes = function
        default: return nil
        }
        var failed = false
        func isBefore(_ left: FEELValue, _ right: FEELValue) -> Bool {
            if let precedes {
                guard let outcome = call.call(precedes, [left, right]).boolean else {
                    failed = true
                    return false
                }
                return outcome
            }
            guard let order = left.order(to: right) else {
                failed = true
                return false
            }
            return order < 0
        }
        var runs = list.map { [$0] }
        while runs.count > 1 {
            var merged: [[FEELValue]] = []
            for index in stride(from: 0, to: runs.count, by: 2) {
                guard index + 1 < runs.count else {
                    merged.append(runs[index])
                    break
                }
                var (left, right) = (runs[index][...], runs[index + 1][...])
                var result: [FEELValue] = []
                while let first = left.first, let second = right.first {
                    if isBefore(second, first) {
                        result.append(second)
                        right.removeFirst()
                    } else {
                        result.append(first)
                        left.removeFirst()
                    }
                    if failed { return nil }
                }
                merged.append(result + left + right)
            }
            runs = merged
        }
        return .list(runs.first ?? [])
    }
}

extension FEELValue {
    /// Whether two items of lists are equal; null equals null.
    func isEqualItem(_ other: FEELValue) -> Bool {
        equals(other) ?? false
    }
}
