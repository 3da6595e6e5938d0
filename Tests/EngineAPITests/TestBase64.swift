import ProcessValues

/// Base64 for headers of tests.
enum TestBase64 {
    static func encode(_ bytes: [UInt8]) -> String { Base64.encode(bytes) }
}
