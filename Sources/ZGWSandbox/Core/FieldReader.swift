internal import JSONTree
internal import UniversalIdentifier

/// Reads a body by the description of its members, and notes everything that is wrong with it.
struct FieldReader {
    let context: Context
    private(set) var parameters: [InvalidParameter] = []

    init(context: Context) {
        self.context = context
    }

    /// Reads the members of an object.
    ///
    /// `current` is what the resource holds now, nil at its creation; a partial object may leave
    /// out required members; the prefix is the object's path in the body, with a point at its end.
    mutating func read(
        _ input: JSONObject, _ fields: [Field], current: JSONObject?, isPartial: Bool,
        prefix: String = ""
    ) throws -> JSONObject {
        var result = current ?? [:]
        for field in fields {
            let path = prefix + field.name
            switch field.presence {
            case .derived: continue
            case .readOnly:
                if current == nil { result[field.name] = field.initial }
                continue
            case .optional, .required, .writeOnly: break
            }
            guard let sent = input[field.name] ?? input[snakeCased(field.name)] else {
                if field.presence == .required, !isPartial {
                    note(path, "required", "Dit veld is vereist.")
                } else if result[field.name] == nil {
                    result[field.name] = field.initial
                }
                continue
            }
            if field.isImmutable, let current, !isSame(sent, current[field.name], field) {
                note(path, "wijzigen-niet-toegelaten", "Dit veld mag niet gewijzigd worden.")
                continue
            }
            let before = current?[field.name]
            if let value = try value(sent, field, before, isPartial: isPartial, path) {
                result[field.name] = value
            }
        }
        return result
    }

    mutating func note(_ name: String, _ code: String, _ reason: String) {
        parameters.append(InvalidParameter(name, code, reason))
    }

    private func isSame(_ sent: JSON, _ stored: JSON?, _ field: Field) -> Bool {
        guard case .reference = field.kind, let url = sent.stringValue else {
            return sent == stored
        }
        return context.ownPath(of: url).map(JSON.string) == stored
    }

    private mutating func value(
        _ sent: JSON, _ field: Field, _ before: JSON?, isPartial: Bool, _ path: String
    ) throws -> JSON? {
        if sent.isNull {
            if field.allowsNull { return .null }
            note(path, "null", "Dit veld mag niet leeg zijn.")
            return nil
        }
        if sent == "", field.allowsNull || field.allowsBlank {
            if case .text = field.kind { return "" }
            return field.allowsBlank ? "" : .null
        }
        return try value(
            sent, field.kind, before, allowsBlank: field.allowsBlank, isPartial: isPartial, path)
    }

    private mutating func value(
        _ sent: JSON, _ kind: Field.Kind, _ before: JSON?, allowsBlank: Bool, isPartial: Bool,
        _ path: String
    ) throws -> JSON? {
        switch kind {
        case .text(let max): return text(sent, max: max, allowsBlank: allowsBlank, path)
        case .citizenNumber: return citizenNumber(sent, path)
        case .json: return sent
        case .boolean:
            if case .bool = sent { return sent }
        case .number:
            if sent.doubleValue != nil { return sent }
        case .date:
            if let date = sent.stringValue.flatMap({ CivilDate($0) }) {
                return .string(date.description)
            }
        case .dateTime:
            if let moment = sent.stringValue.flatMap({ Moment($0) }) { return .string(moment.text) }
        case .duration:
            if let duration = sent.stringValue.flatMap({ CivilDuration($0) }) {
                return .string(duration.description)
            }
        case .uuid:
            if let text = sent.stringValue, UniversalIdentifier.isValid(text) {
                return .string(text.lowercased())
            }
        case .geometry:
            if Geometry(sent) != nil { return sent }
        case .integer(let range): return integer(sent, range, path)
        case .choice(let values):
            if let text = sent.stringValue, values.contains(text) { return sent }
            note(path, "invalid_choice", "\"\(sent)\" is een ongeldige keuze.")
            return nil
        case .url:
            if let url = sent.stringValue, let stored = context.stored(url: url) {
                return .string(stored)
            }
        case .reference(let kind): return try reference(sent, kind, path)
        case .remote: return remote(sent, path)
        case .object(let fields):
            guard let members = sent.objectValue else { break }
            return .object(
                try read(
                    members, fields, current: isPartial ? before?.objectValue : nil,
                    isPartial: isPartial && before?.objectValue != nil, prefix: path + "."))
        case .list(let kind):
            guard let elements = sent.arrayValue else { break }
            var result: [JSON] = []
            for (index, element) in elements.enumerated() {
                let value = try value(
                    element, kind, nil, allowsBlank: false, isPartial: false, "\(path).\(index)")
                if let value { result.append(value) }
            }
            return .array(result)
        }
        note(path, "invalid", "Ongeldige waarde.")
        return nil
    }

    private mutating func text(
        _ sent: JSON, max: Int, allowsBlank: Bool, _ path: String
    ) -> JSON? {
        let given = sent.stringValue ?? sent.intValue.map(String.init)
        guard let given else {
            note(path, "invalid", "Geen geldige tekst.")
            return nil
        }
        guard !given.utf8.contains(0) else {
            note(path, "null_characters_not_allowed", "Null-tekens zijn niet toegestaan.")
            return nil
        }
        let text = trimmed(given)
        if text.isEmpty, !allowsBlank {
            note(path, "blank", "Dit veld mag niet leeg zijn.")
            return nil
        }
        guard text.unicodeScalars.count <= max else {
            note(path, "max_length", "Dit veld mag niet meer dan \(max) tekens hebben.")
            return nil
        }
        return .string(text)
    }

    private mutating func citizenNumber(_ sent: JSON, _ path: String) -> JSON? {
        guard let text = sent.stringValue else {
            note(path, "invalid", "Geen geldige tekst.")
            return nil
        }
        guard !passesElevenTest(text) else { return sent }
        if text.isEmpty {
            note(path, "blank", "Dit veld mag niet leeg zijn.")
            return nil
        }
        note(path, "invalid", "Onjuist nummer: de elfproef klopt niet.")
        if text.utf8.count < 9 { note(path, "min_length", "Minstens 9 tekens.") }
        if text.utf8.count > 9 { note(path, "max_length", "Hoogstens 9 tekens.") }
        return nil
    }

    private mutating func integer(_ sent: JSON, _ range: ClosedRange<Int>, _ path: String) -> JSON?
    {
        guard let number = sent.intValue ?? sent.stringValue.flatMap({ Int($0) }) else {
            note(path, "invalid", "Een geldig geheel getal is vereist.")
            return nil
        }
        guard range.contains(number) else {
            let code = number < range.lowerBound ? "min_value" : "max_value"
            note(
                path, code, "De waarde ligt niet tussen \(range.lowerBound) en \(range.upperBound)."
            )
            return nil
        }
        return .integer(Int64(number))
    }

    private mutating func reference(
        _ sent: JSON, _ kind: ResourceKind, _ path: String
    ) throws -> JSON? {
        guard let url = sent.stringValue, isWebURL(url) else {
            note(path, "bad-url", "De URL \(sent) kon niet opgehaald worden.")
            return nil
        }
        guard let own = context.ownPath(of: url) else {
            note(path, "unknown-service", "De service van \(url) is niet bekend.")
            return nil
        }
        guard let place = context.registry.locate(own) else {
            note(path, "does_not_exist", "Ongeldige hyperlink - object bestaat niet.")
            return nil
        }
        // The real servers stumble over the URL of a resource of another type.
        guard place.resource.kind == kind else { throw Problem.serverError }
        guard try context.store.find(kind, place.uuid) != nil else {
            note(path, "does_not_exist", "Ongeldige hyperlink - object bestaat niet.")
            return nil
        }
        return .string(own)
    }

    private mutating func remote(_ sent: JSON, _ path: String) -> JSON? {
        if let url = sent.stringValue, let own = context.ownPath(of: url),
            (try? context.resource(at: own)) != nil
        {
            return .string(own)
        }
        note(path, "bad-url", "De URL \(sent) kon niet opgehaald worden.")
        return nil
    }
}

/// Whether nine digits pass the eleven-test of BSN and RSIN.
func passesElevenTest(_ text: String) -> Bool {
    let digits = text.utf8.map { Int($0) - 48 }
    guard digits.count == 9, digits.allSatisfy({ (0...9).contains($0) }) else { return false }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return sum % 11 == 0 && sum != 0
}

/// `verantwoordelijkeOrganisatie` as `verantwoordelijke_organisatie`, which the servers take too.
func snakeCased(_ name: String) -> String {
    name.reduce(into: "") { result, character in
        if character.isUppercase {
            result += "_" + character.lowercased()
        } else {
            result.append(character)
        }
    }
}

func isWebURL(_ text: String) -> Bool {
    (text.hasPrefix("http://") || text.hasPrefix("https://")) && !text.contains(" ")
        && text.split(separator: "/", maxSplits: 2).count >= 2
}

func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
}
