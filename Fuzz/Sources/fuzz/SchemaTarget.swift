import JSONSchema
import JSONTree

/// A schema is compiled and checked against itself, and both ways of checking must agree.
@Sendable func fuzzSchema(_ bytes: [UInt8]) {
    guard let document = try? JSON(parsing: bytes) else { return }
    var options = Schema.Options()
    options.assertsFormats = true
    options.stepLimit = 10_000
    options.patternStepLimit = 10_000
    guard let schema = try? Schema(compiling: document, options: options) else { return }
    for value in [document, "text", 1.5, [document, document]] {
        let violations = schema.validate(value)
        // Reporting takes more steps, so it may give up where the short way finds an answer.
        if violations.first?.keyword == "$schema" { continue }
        precondition(schema.isValid(value) == violations.isEmpty, "two answers")
    }
}

/// The first line is a pattern, the rest the text to search.
@Sendable func fuzzPattern(_ bytes: [UInt8]) {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let pattern = String(decoding: bytes[..<end], as: UTF8.self)
    let text = String(decoding: bytes[end...].dropFirst(), as: UTF8.self)
    var options = Schema.Options()
    options.patternStepLimit = 20_000
    let document: JSON = ["pattern": .string(pattern)]
    guard let schema = try? Schema(compiling: document, options: options) else { return }
    _ = schema.isValid(.string(text))
}
