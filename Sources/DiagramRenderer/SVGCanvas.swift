internal import BPMNParser

/// The text of an SVG picture while it is written.
struct SVGCanvas {
    private(set) var text = ""

    /// Writes an element without content.
    mutating func element(_ name: String, _ attributes: [(String, String)]) {
        open(name, attributes, closing: "/>")
    }

    /// Writes the start of an element.
    mutating func open(_ name: String, _ attributes: [(String, String)]) {
        open(name, attributes, closing: ">")
    }

    /// Writes the end of an element.
    mutating func close(_ name: String) { text += "</\(name)>\n" }

    /// Writes an element that holds text.
    mutating func element(_ name: String, _ attributes: [(String, String)], holding content: String)
    {
        open(name, attributes, closing: ">", newline: false)
        text += Self.escaped(content)
        text += "</\(name)>\n"
    }

    /// Writes text as it is; it must be SVG.
    mutating func raw(_ svg: String) { text += svg }

    private mutating func open(
        _ name: String, _ attributes: [(String, String)], closing: String, newline: Bool = true
    ) {
        text += "<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
        text += closing
        if newline { text += "\n" }
    }

    /// A text whose signs mean nothing in XML, without the control characters that XML forbids.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\u{0}"..<"\u{9}", "\u{B}"..<"\u{D}", "\u{E}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}":
                result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A number with at most two digits behind the point.
    static func number(_ value: Double) -> String {
        let bounded = value.isFinite ? min(max(value, -1e7), 1e7) : 0
        let hundredths = Int((bounded * 100).rounded())
        let whole = abs(hundredths) / 100
        let rest = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The points of a line, for a path.
    static func path(_ points: [DiagramPoint], isClosed: Bool = false) -> String {
        var result = ""
        for (index, point) in points.enumerated() {
            result += "\(index == 0 ? "M" : "L")\(number(point.x)),\(number(point.y))"
        }
        return isClosed ? result + "Z" : result
    }
}
