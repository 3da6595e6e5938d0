/// Paths, members, contexts, intervals and filters.
extension Evaluator {
    mutating func path(_ node: Node) -> FEELValue {
        let value = value(node.a)
        let name = program.names[Int(node.b)]
        if case .null = value { return .null }
        guard let member = value.member(name) else {
            return warn("a \(value.kind) has no member '\(name)'", node)
        }
        return member
    }

    mutating func itemMember(_ node: Node) -> FEELValue {
        if case .context(let context) = frame[Int(node.b)],
            let member = context[program.names[Int(node.a)]]
        {
            return member
        }
        return value(node.c)
    }

    mutating func context(_ node: Node) -> FEELValue {
        let shape = program.contexts[Int(node.a)]
        if shape.hasDuplicates { return warn("the context has a key twice", node) }
        var values: [FEELValue] = []
        values.reserveCapacity(shape.values.count)
        for (index, slot) in zip(shape.values, shape.slots) {
            let entry = value(index)
            frame[slot] = entry
            values.append(entry)
        }
        return .context(FEELContext(layout: shape.layout, values: values))
    }

    mutating func interval(_ node: Node) -> FEELValue {
        let start = value(node.a)
        let end = value(node.b)
        // Both ends are of one kind, which has an order (10.3.2.7).
        guard let order = start.order(to: end) else {
            return warn("a \(start.kind) and a \(end.kind) bound no range", node)
        }
        if order > 0 { return warn("the range ends before it begins", node) }
        return .range(
            FEELRange(start, end, startIncluded: node.c & 1 != 0, endIncluded: node.c & 2 != 0))
    }

    mutating func filter(_ node: Node) -> FEELValue {
        let source = value(node.a)
        // What is no list is a list of one, null too (10.3.2.9.4).
        let items = source.list ?? [source]
        let condition = program.nodes[Int(node.c)]
        if condition.operation == .constant,
            case .number(let index) = program.constants[Int(condition.a)]
        {
            return element(of: items, at: index, node)
        }
        var kept: [FEELValue] = []
        for (position, item) in items.enumerated() {
            guard session.spend() else { return .null }
            frame[Int(node.b)] = item
            switch value(node.c) {
            case .boolean(true): kept.append(item)
            case .number(let index) where position == 0: return element(of: items, at: index, node)
            default: break
            }
        }
        return .list(kept)
    }

    private func element(of items: [FEELValue], at index: Decimal128, _ node: Node) -> FEELValue {
        guard let position = index.truncatedInteger, position != 0, abs(position) <= items.count
        else { return warn("the list has no item \(index)", node) }
        return position > 0 ? items[position - 1] : items[items.count + position]
    }
}

extension FEELValue {
    /// A member of a context, of each item of a list, or of a date, duration or range (10.3.2.15);
    /// nil if there is none.
    func member(_ name: String) -> FEELValue? {
        switch self {
        case .context(let context): return context[name]
        case .list(let items):
            return .list(items.map { $0.isNull ? .null : $0.member(name) ?? .null })
        case .date(let date): return Self.member(name, of: date)
        case .time(let time): return Self.member(name, of: time, offset: time.offsetSeconds)
        case .dateAndTime(let value):
            return Self.member(name, of: value.date)
                ?? Self.member(name, of: value.time, offset: value.offsetSeconds)
        case .daysAndTimeDuration(let duration): return Self.member(name, of: duration)
        case .yearsAndMonthsDuration(let duration):
            switch name {
            case "years": return .number(Decimal128(duration.months / 12))
            case "months": return .number(Decimal128(duration.months % 12))
            default: return nil
            }
        case .range(let range):
            switch name {
            case "start": return range.start
            case "end": return range.end
            case "start included": return .boolean(range.startIncluded)
            case "end included": return .boolean(range.endIncluded)
            default: return nil
            }
        default: return nil
        }
    }

    private static func member(_ name: String, of date: CivilDate) -> FEELValue? {
        switch name {
        case "year": .number(Decimal128(Int(date.year)))
        case "month": .number(Decimal128(Int(date.month)))
        case "day": .number(Decimal128(Int(date.day)))
        case "weekday": .number(Decimal128(date.weekday))
        default: nil
        }
    }

    private static func member(_ name: String, of time: CivilTime, offset: Int?) -> FEELValue? {
        switch name {
        case "hour": return .number(Decimal128(time.hour))
        case "minute": return .number(Decimal128(time.minute))
        case "second": return seconds(time.second, time.nanosecond)
        case "time offset":
            return offset.map { .daysAndTimeDuration(DaysAndTimeDuration(second: $0)) } ?? .null
        case "timezone":
            if case .zone(let rules) = time.offset { return .string(rules.identifier) }
            return .null
        default: return nil
        }
    }

    private static func member(_ name: String, of duration: DaysAndTimeDuration) -> FEELValue? {
        let value = duration.magnitude
        let part: FEELValue
        switch name {
        case "days": part = .number(Decimal128(value.second / 86_400))
        case "hours": part = .number(Decimal128(value.second / 3600 % 24))
        case "minutes": part = .number(Decimal128(value.second / 60 % 60))
        case "seconds": part = seconds(value.second % 60, value.nanosecond)
        default: return nil
        }
        guard duration.isNegative, case .number(let number) = part else { return part }
        return .number(-number)
    }

    /// Seconds with their fraction (Table 66).
    private static func seconds(_ whole: Int, _ nanosecond: Int32) -> FEELValue {
        if nanosecond == 0 { return .number(Decimal128(whole)) }
        return FEELValue(Decimal128("\(whole)\(fractionText(nanosecond))"))
    }
}
