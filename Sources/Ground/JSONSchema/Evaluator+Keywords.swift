internal import JSONTree

extension Evaluator {
    /// Whether a keyword holds for a value; keywords of another type than the value's do.
    mutating func holds(
        _ keyword: SchemaKeyword, for value: JSON, _ check: Check, _ own: inout Evaluated
    ) -> Bool {
        switch keyword {
        case .reference(let target):
            return apply(target, to: value, reports: check.reports, &own)
        case .types(let types, let names):
            return types.includes(typeOf: value) || fail(check, "type", "must be of type \(names)")
        case .enumeration(let values):
            return values.contains(ComparedValue(value))
                || fail(check, "enum", "must be one of the listed values")
        case .constant(let constant):
            return constant == ComparedValue(value)
                || fail(check, "const", "must be \(constant.value.serializedText.prefix(200))")
        case .multipleOf(let divisor, let text):
            guard let number = DecimalNumber(value) else { return true }
            return number.isMultiple(of: divisor)
                || fail(check, "multipleOf", "must be a multiple of \(text)")
        case .bound(let bound, let limit, let text):
            guard let number = DecimalNumber(value) else { return true }
            return holds(bound, limit, text, for: number, check)
        case .size(let size, let limit): return holds(size, limit, for: value, check)
        case .pattern(let pattern):
            guard case .string(let text) = value else { return true }
            return matches(pattern, text)
                || fail(check, "pattern", "must match the pattern \(pattern.text)")
        case .format(let format):
            guard options.assertsFormats, case .string(let text) = value else { return true }
            return format.accepts(text)
                || fail(check, "format", "must have the format \(format.rawValue)")
        case .required, .dependentRequired, .dependentSchemas, .members, .memberNames,
            .unevaluatedMembers:
            guard case .object(let object) = value else { return true }
            return holds(keyword, forObject: object, value, check, &own)
        case .items, .contains, .uniqueItems, .unevaluatedItems:
            guard case .array(let elements) = value else { return true }
            return holds(keyword, forArray: elements, check, &own)
        case .all, .any, .one, .not, .conditional:
            return combines(keyword, for: value, check, &own)
        }
    }

    /// Whether a text matches; a search that is too costly ends the whole validation.
    mutating func matches(_ pattern: Pattern, _ text: String) -> Bool {
        switch pattern.search(text, stepLimit: options.patternStepLimit) {
        case .found: return true
        case .notFound: return false
        case .tooCostly:
            giveUp("the pattern \(pattern.text) takes too many steps on a text of the value")
            return false
        }
    }

    private mutating func holds(
        _ bound: SchemaKeyword.Bound, _ limit: DecimalNumber, _ text: String,
        for number: DecimalNumber, _ check: Check
    ) -> Bool {
        switch bound {
        case .minimum: number >= limit || fail(check, bound.rawValue, "must be at least \(text)")
        case .exclusiveMinimum:
            number > limit || fail(check, bound.rawValue, "must be greater than \(text)")
        case .maximum: number <= limit || fail(check, bound.rawValue, "must be at most \(text)")
        case .exclusiveMaximum:
            number < limit || fail(check, bound.rawValue, "must be less than \(text)")
        }
    }

    private mutating func holds(
        _ size: SchemaKeyword.Size, _ limit: Int, for value: JSON, _ check: Check
    ) -> Bool {
        let count: Int
        let unit: String
        switch (size, value) {
        case (.minLength, .string(let text)), (.maxLength, .string(let text)):
            count = text.unicodeScalars.count
            unit = "characters"
        case (.minItems, .array(let elements)), (.maxItems, .array(let elements)):
            count = elements.count
            unit = "elements"
        case (.minProperties, .object(let object)), (.maxProperties, .object(let object)):
            count = object.count
            unit = "members"
        default: return true
        }
        switch size {
        case .minLength, .minItems, .minProperties:
            return count >= limit
                || fail(check, size.rawValue, "must have at least \(limit) \(unit), not \(count)")
        case .maxLength, .maxItems, .maxProperties:
            return count <= limit
                || fail(check, size.rawValue, "must have at most \(limit) \(unit), not \(count)")
        }
    }

    // MARK: Combinations

    private mutating func combines(
        _ keyword: SchemaKeyword, for value: JSON, _ check: Check, _ own: inout Evaluated
    ) -> Bool {
        switch keyword {
        case .all(let parts):
            var isValid = true
            for part in parts where !apply(part, to: value, reports: check.reports, &own) {
                isValid = false
                if !check.reports { return false }
            }
            return isValid
        case .any(let parts):
            var isValid = false
            for part in parts where apply(part, to: value, reports: false, &own) {
                isValid = true
                // Only who asks what was evaluated needs the other parts.
                if !check.node.needsEvaluated { return true }
            }
            return isValid
                || fail(check, "anyOf", "fits none of the \(parts.count) alternatives")
        case .one(let parts):
            var count = 0
            for part in parts where apply(part, to: value, reports: false, &own) { count += 1 }
            return count == 1
                || fail(
                    check, "oneOf", "must fit one of the \(parts.count) alternatives, not \(count)")
        case .not(let part):
            var ignored = Evaluated()
            return !apply(part, to: value, reports: false, &ignored)
                || fail(check, "not", "fits what is not allowed")
        case .conditional(let condition, let then, let otherwise):
            let holds = apply(condition, to: value, reports: false, &own)
            guard let branch = holds ? then : otherwise else { return true }
            return apply(branch, to: value, reports: check.reports, &own)
        default: return true
        }
    }
}
