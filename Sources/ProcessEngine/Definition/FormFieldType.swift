import BPMNParser
import ProcessValues

/// The type of a field of a form, and how values become it.
struct FormFieldType: Sendable {
    /// `string`, `long`, `boolean`, `date` or `enum`; any other takes values as they are.
    let name: String
    /// How a date is written.
    let datePattern: String
    /// What an enumeration has.
    let values: [FormValue]

    init(_ name: String, datePattern: String?, values: [FormValue]) {
        self.name = name
        self.datePattern = datePattern ?? "dd/MM/yyyy"
        self.values = values
    }

    // MARK: Fields

    /// A submitted value, or a default, as the variable of a field.
    func converted(
        _ value: ProcessValue, field: String, zone: CivilZone
    ) throws(EngineError) -> ProcessValue {
        if value.isNull { return null }
        switch name {
        case "string": return Run.text(of: value).map { .string($0) } ?? value
        case "long": return try long(value, field)
        case "boolean":
            switch value {
            case .boolean: return value
            case .string(let text): return .boolean(text.lowercased() == "true")
            default: break
            }
        case "date":
            switch value {
            case .date: return value
            case .string(let text):
                if text.allSatisfy(\.isWhitespace) { return null }
                return .date(try date(text, field, zone))
            default: break
            }
        case "enum":
            guard let text = value.text else { break }
            try check(text, field)
            return value
        default: return value
        }
        throw wrong(value, field)
    }

    /// The value of a field's variable as its form shows it: dates are written as the field says.
    func shown(
        _ value: ProcessValue, field: String, zone: CivilZone
    ) throws(EngineError) -> ProcessValue {
        switch (name, value) {
        case ("date", .date(let instant)):
            return .string(DatePattern(datePattern).text(of: instant, in: zone))
        case ("date", _) where value.isNull: return .string("")
        case ("date", _): throw wrong(value, field)
        default: break
        }
        if value.isNull { return name == "long" || name == "boolean" ? null : .typedNull(.string) }
        return try converted(value, field: field, zone: zone)
    }

    // MARK: Fields declared in the old way

    /// A submitted value as the variable of a field declared in the old way; nil sets none.
    func convertedProperty(
        _ value: ProcessValue, field: String, zone: CivilZone
    ) throws(EngineError) -> ProcessValue? {
        guard !value.isNull else {
            if name != "string" { return nil }
            throw EngineError(
                .runtime(className: "NullPointerException"),
                "The field '\(field)' takes a string, not null.")
        }
        if name == "enum" {
            guard case .string(let text) = value else { throw wrong(value, field) }
            try check(text, field)
            return value
        }
        guard let text = Run.text(of: value) else { throw wrong(value, field) }
        if name == "string" { return .string(text) }
        if text.isEmpty { return nil }
        switch name {
        case "long": return try long(.string(text), field)
        case "boolean": return .boolean(text.lowercased() == "true")
        case "date": return .date(try date(text, field, zone))
        default: return value
        }
    }

    // MARK: Parts

    /// Nothing, as a value of the type.
    private var null: ProcessValue {
        switch name {
        case "string", "enum": .typedNull(.string)
        case "long": .typedNull(.long)
        case "boolean": .typedNull(.boolean)
        case "date": .typedNull(.date)
        default: .null
        }
    }

    private func long(_ value: ProcessValue, _ field: String) throws(EngineError) -> ProcessValue {
        switch value {
        case .long: return value
        case .short(let number): return .long(Int64(number))
        case .integer(let number): return .long(Int64(number))
        case .string(let text):
            if let number = Int64(text) { return .long(number) }
            throw EngineError(
                .runtime(className: "NumberFormatException"), "For input string: \"\(text)\"")
        case .double(let number):
            throw EngineError(
                .runtime(className: "NumberFormatException"),
                "For input string: \"\(number)\"")
        default: throw wrong(value, field)
        }
    }

    private func date(
        _ text: String, _ field: String, _ zone: CivilZone
    ) throws(EngineError) -> Instant {
        guard let instant = DatePattern(datePattern).instant(of: text, in: zone) else {
            throw EngineError(
                .execution,
                "Could not parse the date '\(text)' of the field '\(field)': it is written as "
                    + "\(datePattern).")
        }
        return instant
    }

    private func check(_ text: String, _ field: String) throws(EngineError) {
        guard values.contains(where: { $0.id == text }) else {
            throw EngineError(
                .execution,
                "Invalid value for enum form property '\(field)': '\(text)' is none of "
                    + values.map(\.id).joined(separator: ", "))
        }
    }

    private func wrong(_ value: ProcessValue, _ field: String) -> EngineError {
        EngineError(
            .execution,
            "The field '\(field)' takes a \(name), not a value of type \(value.type.rawValue).")
    }
}
