internal import BPMNParser

/// The colours of one element.
struct Style {
    static let ink = "#22242a"

    var stroke = Style.ink
    var fill = "#fff"
    var text = Style.ink

    /// The colours that a file gives, with the tint of completed and the colour of active elements.
    init(_ colors: DiagramColors, isActive: Bool = false, isCompleted: Bool = false) {
        if let stroke = Self.checked(colors.stroke) {
            self.stroke = stroke
            text = stroke
        }
        if isCompleted { self.fill = "#e3f1e5" }
        if let fill = Self.checked(colors.fill), !isCompleted { self.fill = fill }
        if let text = Self.checked(colors.text) { self.text = text }
        if isActive {
            stroke = "#1a5fb4"
            fill = "#dbe9fb"
        }
    }

    /// A colour of a file, if it is nothing but a colour.
    private static func checked(_ color: String?) -> String? {
        guard let color, !color.isEmpty, color.utf8.count <= 32 else { return nil }
        let isWord = color.utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
        if isWord { return color }
        let isHex = color.utf8.dropFirst().allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        }
        if color.hasPrefix("#"), isHex, [4, 5, 7, 9].contains(color.utf8.count) { return color }
        let isFunction = color.hasPrefix("rgb(") || color.hasPrefix("rgba(")
        let isPlain = color.dropFirst(4).utf8.allSatisfy {
            (0x30...0x39).contains($0) || " ,.%()".utf8.contains($0)
        }
        return isFunction && isPlain && color.hasSuffix(")") ? color : nil
    }
}
