/// Reads the time for which finished instances are kept.
enum HistoryTimeToLive {
    /// The number of days that a text such as `180` or `P180D` means; nil for any other text.
    static func days(_ text: String) -> Int? {
        let scalars = text.unicodeScalars
        if text.hasPrefix("P"), text.hasSuffix("D"), text.count > 2 {
            let digits = scalars.dropFirst().dropLast()
            guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
            return Int32(String(digits)).map(Int.init)
        }
        guard let days = Int32(text), days >= 0 else { return nil }
        return Int(days)
    }
}
