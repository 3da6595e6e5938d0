internal import JSONTree

extension Evaluator {
    mutating func holds(
        _ keyword: SchemaKeyword, forObject object: JSONObject, _ value: JSON, _ check: Check,
        _ own: inout Evaluated
    ) -> Bool {
        var isValid = true
        switch keyword {
        case .required(let names):
            for name in names where object[name] == nil {
                isValid = fail(check, "required", "the member '\(name)' is missing")
            }
        case .dependentRequired(let lists, let keyword):
            for (name, others) in lists where object[name] != nil {
                for other in others where object[other] == nil {
                    isValid = fail(
                        check, keyword, "the member '\(other)' is missing beside '\(name)'")
                }
            }
        case .dependentSchemas(let schemas):
            for (name, schema) in schemas where object[name] != nil {
                isValid = apply(schema, to: value, reports: check.reports, &own) && isValid
            }
        case .members(let schemas): return holds(schemas, for: object, check, &own)
        case .memberNames(let schema):
            for member in object.members {
                let name = JSON.string(member.key)
                let step = Step.member(member.key)
                isValid = apply(schema, to: name, at: step, reports: check.reports) && isValid
                if !isValid && !check.reports { return false }
            }
        case .unevaluatedMembers(let schema):
            for (index, member) in object.members.enumerated() where !own.hasMember(index) {
                let step = Step.member(member.key)
                let fits = apply(schema, to: member.value, at: step, reports: check.reports)
                isValid = fits && isValid
                if !isValid && !check.reports { return false }
            }
            own.addAllMembers()
        default: break
        }
        return isValid
    }

    private mutating func holds(
        _ schemas: SchemaKeyword.MemberSchemas, for object: JSONObject, _ check: Check,
        _ own: inout Evaluated
    ) -> Bool {
        var isValid = true
        for (index, member) in object.members.enumerated() {
            var applied: [Int] = []
            if let schema = schemas.named[member.key] { applied.append(schema) }
            for (pattern, schema) in schemas.patterns where matches(pattern, member.key) {
                applied.append(schema)
            }
            if applied.isEmpty, let schema = schemas.additional { applied.append(schema) }
            for schema in applied {
                let step = Step.member(member.key)
                let fits = apply(schema, to: member.value, at: step, reports: check.reports)
                isValid = fits && isValid
                if !isValid && !check.reports { return false }
            }
            if !applied.isEmpty && check.node.needsEvaluated { own.addMember(index) }
        }
        return isValid
    }

    mutating func holds(
        _ keyword: SchemaKeyword, forArray elements: [JSON], _ check: Check, _ own: inout Evaluated
    ) -> Bool {
        var isValid = true
        switch keyword {
        case .items(let prefix, let rest):
            for (index, element) in elements.enumerated() {
                guard let schema = index < prefix.count ? prefix[index] : rest else { break }
                let fits = apply(schema, to: element, at: .item(index), reports: check.reports)
                isValid = fits && isValid
                if !isValid && !check.reports { return false }
                if check.node.needsEvaluated { own.addItem(index) }
            }
        case .contains(let schema, let least, let most):
            var count = 0
            for (index, element) in elements.enumerated()
            where apply(schema, to: element, at: .item(index), reports: false) {
                count += 1
                if check.node.needsEvaluated { own.addItem(index) }
            }
            if count < least {
                let limit = "must contain at least \(least) elements of the kind asked for"
                isValid = fail(check, least == 1 ? "contains" : "minContains", limit)
            } else if let most, count > most {
                let limit = "must contain at most \(most) elements of the kind asked for"
                isValid = fail(check, "maxContains", limit)
            }
        case .uniqueItems:
            var seen: Set<ComparedValue> = []
            for (index, element) in elements.enumerated()
            where !seen.insert(ComparedValue(element)).inserted {
                return fail(check, "uniqueItems", "the element at \(index) occurs before")
            }
        case .unevaluatedItems(let schema):
            for (index, element) in elements.enumerated() where !own.hasItem(index) {
                let fits = apply(schema, to: element, at: .item(index), reports: check.reports)
                isValid = fits && isValid
                if !isValid && !check.reports { return false }
            }
            own.addAllItems()
        default: break
        }
        return isValid
    }
}
