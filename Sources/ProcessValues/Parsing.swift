extension ProcessValue {
    /// A whole number as a value of a numeric type; nil if it does not fit or the type is none.
    init?(_ number: Int64, type: ValueType) {
        switch type {
        case .short:
            guard let value = Int16(exactly: number) else { return nil }
            self = .short(value)
        case .integer:
            guard let value = Int32(exactly: number) else { return nil }
            self = .integer(value)
        case .long: self = .long(number)
        case .double: self = .double(Double(number))
        default: return nil
        }
    }

    /// Reads a text as a value of a primitive type; nil if it is none.
    ///
    /// White space around it does not count; an empty text is a typed null, but for String.
    public init?(parsing text: String, as type: ValueType) {
        if type == .string {
            self = .string(text)
            return
        }
        let bare = trimmed(text)
        if bare.isEmpty, type != .null, type != .bytes {
            self = .typedNull(type)
            return
        }
        switch type {
        case .boolean:
            switch bare {
            case "true", "True", "TRUE": self = .boolean(true)
            case "false", "False", "FALSE": self = .boolean(false)
            default: return nil
            }
        case .short, .integer, .long:
            guard let number = Int64(bare), let value = ProcessValue(number, type: type) else {
                return nil
            }
            self = value
        case .double:
            guard let value = readDouble(bare) else { return nil }
            self = .double(value)
        case .date:
            guard let instant = Instant(restText: bare) else { return nil }
            self = .date(instant)
        case .bytes:
            guard let bytes = Base64.decode(text) else { return nil }
            self = .bytes(bytes)
        default: return nil
        }
    }
}

private func readDouble(_ text: String) -> Double? {
    switch text {
    case "Infinity", "INF": .infinity
    case "-Infinity", "-INF": -.infinity
    case "NaN": .nan
    default: isDecimal(text) ? Double(text) : nil
    }
}

/// The text without white space at both ends.
private func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
        let last = bytes.lastIndex(where: { $0 > 0x20 })
    else { return "" }
    return String(text[first...last])
}

/// Whether a text is spelled as a decimal number: `Double` takes others too (`0x1p3`, `inf`).
private func isDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
