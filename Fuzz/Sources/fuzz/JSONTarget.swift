import JSONTree
import YAMLTree

/// What was read must come back the same from what is written.
@Sendable func fuzzJSON(_ bytes: [UInt8]) {
    guard let value = try? JSON(parsing: bytes) else { return }
    let written = value.serialized
    precondition((try? JSON(parsing: written)) == value, "changed by being written")
    precondition((try? JSON(parsing: value.prettyPrinted)) == value, "changed by being printed")
}

/// Takes what comes.
@Sendable func fuzzYAML(_ bytes: [UInt8]) {
    _ = try? YAMLNode(parsing: String(decoding: bytes, as: UTF8.self))
}
