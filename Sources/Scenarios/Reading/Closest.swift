/// The word that somebody may have meant who wrote another one; nil where none is near.
func closest(to word: String, among known: some Sequence<String>) -> String? {
    let ranked = known.map { ($0, editDistance(word, $0)) }.min { $0.1 < $1.1 }
    guard let ranked, ranked.1 <= max(1, min(3, ranked.0.count / 3)) else { return nil }
    return ranked.0
}

/// How many letters must be added, removed or changed to make one word of another.
private func editDistance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one.utf8.prefix(100)), Array(other.utf8.prefix(100)))
    var last = Array(0...other.count)
    for (row, letter) in one.enumerated() {
        var current = [row + 1]
        for (column, target) in other.enumerated() {
            let change = last[column] + (letter == target ? 0 : 1)
            current.append(min(change, last[column + 1] + 1, current[column] + 1))
        }
        last = current
    }
    return last[other.count]
}
