/// Functions on contexts (10.3.4.10).
extension Builtin {
    func applyToContexts(_ arguments: [FEELValue]) -> FEELValue? {
        switch self {
        case .getValue:
            guard let context = arguments[0].context, let key = arguments[1].string else {
                return nil
            }
            return context[key] ?? .null
        case .getEntries:
            guard let context = arguments[0].context else { return nil }
            return .list(
                context.entries.map { ["key": .string($0.key), "value": $0.value] })
        case .context:
            guard let entries = arguments[0].list else { return nil }
            return Self.context(entries)
        case .contextPut:
            guard let context = arguments[0].context else { return nil }
            switch arguments[1] {
            case .string(let key): return Self.put(context, [key], arguments[2])
            case .list(let items):
                let keys = items.compactMap(\.string)
                guard !keys.isEmpty, keys.count == items.count else { return nil }
                return Self.put(context, keys[...], arguments[2])
            default: return nil
            }
        case .contextMerge:
            guard let contexts = arguments[0].list else { return nil }
            var merged = FEELContext()
            for item in contexts {
                guard let context = item.context else { return nil }
                for (key, value) in context.entries { merged[key] = value }
            }
            return .context(merged)
        default: return nil
        }
    }

    private static func context(_ entries: [FEELValue]) -> FEELValue? {
        var result = FEELContext()
        for entry in entries {
            guard let context = entry.context, let key = context["key"]?.string,
                let value = context["value"], result[key] == nil
            else { return nil }
            result[key] = value
        }
        return .context(result)
    }

    /// Puts a value at a path; the contexts on the way must be there.
    private static func put(_ context: FEELContext, _ keys: ArraySlice<String>, _ value: FEELValue)
        -> FEELValue?
    {
        guard let key = keys.first else { return nil }
        var result = context
        if keys.count == 1 {
            result[key] = value
        } else {
            guard let inner = context[key]?.context,
                let changed = put(inner, keys.dropFirst(), value)
            else { return nil }
            result[key] = changed
        }
        return .context(result)
    }
}
