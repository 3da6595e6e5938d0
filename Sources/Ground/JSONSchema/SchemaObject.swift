internal import JSONTree

/// A subschema's members, with readers that check the form of each keyword.
struct SchemaObject {
    let members: JSONObject
    /// Where it is.
    let location: String

    func path(_ keyword: String) -> String { location + "/" + escapedToken(keyword) }

    func error(_ keyword: String, _ reason: String) -> SchemaError {
        SchemaError(schemaPath: path(keyword), reason: reason)
    }

    func string(_ keyword: String) throws(SchemaError) -> String? {
        guard let value = members[keyword] else { return nil }
        guard let text = value.stringValue else { throw error(keyword, "must be a string") }
        return text
    }

    func number(_ keyword: String) throws(SchemaError) -> DecimalNumber? {
        guard let value = members[keyword] else { return nil }
        guard let number = DecimalNumber(value) else { throw error(keyword, "must be a number") }
        return number
    }

    func count(_ keyword: String) throws(SchemaError) -> Int? {
        guard let number = try number(keyword) else { return nil }
        guard let count = number.count else {
            throw error(keyword, "must be a whole number from 0 on")
        }
        return count
    }

    private func names(_ value: JSON?, _ keyword: String) throws(SchemaError) -> [String] {
        let names = value?.arrayValue?.map(\.stringValue) ?? []
        guard case .array? = value, !names.contains(nil) else {
            throw error(keyword, "must be a list of names")
        }
        return names.compactMap(\.self)
    }

    /// Reads an object of lists of names.
    func nameLists(
        _ keyword: String, skipsSchemas: Bool = false
    ) throws(SchemaError) -> [(String, [String])] {
        guard let value = members[keyword] else { return [] }
        guard case .object(let lists) = value else { throw error(keyword, "must be an object") }
        var result: [(String, [String])] = []
        for list in lists.members {
            if skipsSchemas, list.value.arrayValue == nil { continue }
            result.append((list.key, try names(list.value, keyword)))
        }
        return result
    }

    /// Adds the keywords that hold no subschemas.
    func addAssertions(to result: inout [SchemaKeyword]) throws(SchemaError) {
        if let value = members["type"] { result.append(try types(value)) }
        if let value = members["enum"] {
            guard let values = value.arrayValue else { throw error("enum", "must be a list") }
            result.append(.enumeration(Set(values.map(ComparedValue.init))))
        }
        if let value = members["const"] { result.append(.constant(ComparedValue(value))) }
        if let divisor = try number("multipleOf") {
            guard divisor.canDivide else {
                throw error("multipleOf", "must be greater than 0 and have at most 18 digits")
            }
            result.append(.multipleOf(divisor, members["multipleOf"]?.serializedText ?? ""))
        }
        for bound: SchemaKeyword.Bound in [
            .minimum, .exclusiveMinimum, .maximum, .exclusiveMaximum,
        ] {
            guard let limit = try number(bound.rawValue) else { continue }
            result.append(.bound(bound, limit, members[bound.rawValue]?.serializedText ?? ""))
        }
        for size: SchemaKeyword.Size in [
            .minLength, .maxLength, .minItems, .maxItems, .minProperties, .maxProperties,
        ] {
            if let limit = try count(size.rawValue) { result.append(.size(size, limit)) }
        }
        if let text = try string("pattern") {
            do {
                result.append(.pattern(try Pattern(text)))
            } catch {
                throw self.error("pattern", "'\(text)' is no pattern: \(error.reason)")
            }
        }
        if let name = try string("format"), let format = SchemaFormat(rawValue: name) {
            result.append(.format(format))
        }
        if let value = members["required"] {
            result.append(.required(try names(value, "required")))
        }
        if let value = members["uniqueItems"] {
            guard let isUnique = value.boolValue else {
                throw error("uniqueItems", "must be true or false")
            }
            if isUnique { result.append(.uniqueItems) }
        }
    }

    private func types(_ value: JSON) throws(SchemaError) -> SchemaKeyword {
        let names = if let name = value.stringValue { [name] } else { try names(value, "type") }
        var types: TypeSet = []
        for name in names {
            guard let type = TypeSet(name: name) else {
                throw error("type", "'\(name)' is no type")
            }
            types.insert(type)
        }
        return .types(types, names.joined(separator: " or "))
    }
}
