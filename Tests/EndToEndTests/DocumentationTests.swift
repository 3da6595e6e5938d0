import Foundation
import Testing

@testable import engine_server

@Suite("The documentation")
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("lists every setting with its default and flag, and no other")
    func settings() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let expected = Settings.all.map { setting in
            let fallback = setting.fallback.map { "`\($0)`" } ?? ""
            let flag = setting.flag.map { "`--\($0)`" } ?? ""
            return "| `\(setting.path)` | \(fallback) | \(flag) | \(setting.help) |"
        }
        #expect(Set(rows) == Set(expected))
    }
}
