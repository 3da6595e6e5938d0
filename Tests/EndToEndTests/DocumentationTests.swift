import CaseHandling
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

    /// The lists under the heading of the registry: what is in code at the start of each line, and
    /// what is in code behind it.
    private func registryLists() throws -> [(name: String, others: [String])] {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let section = try #require(text.components(separatedBy: "## Registry").last)
        return section.split(separator: "\n").filter { $0.hasPrefix("- `") }.map { line in
            let parts = line.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
            let names = parts.map { String($0.element) }
            return (names[0], Array(names.dropFirst()))
        }
    }

    @Test("lists every member of an entry of the registry, and no other")
    func registry() throws {
        let members = Set(try registryLists().map(\.name))
        #expect(RegistryEntry.members.isSubset(of: members))
        #expect(members == RegistryEntry.members.union(CaseHost.beanNames))
    }

    @Test("lists every bean with the methods that it has")
    func beans() throws {
        for (bean, methods) in try registryLists() where CaseHost.beanNames.contains(bean) {
            let known = CaseHost.methods(ofBean: bean)
            #expect(!known.isEmpty, "\(bean)")
            #expect(
                Set(methods).subtracting(["custom", "retryCycleProvider.custom"]) == known,
                "\(bean)")
        }
    }
}
