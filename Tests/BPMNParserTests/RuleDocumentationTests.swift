import BPMNParser
import Diagnostics
import Foundation
import Testing

@Suite struct RuleDocumentationTests {
    /// Every rule that some case of these tests breaks is in the list for users.
    @Test func rulesAreDocumented() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let page = folder.appendingPathComponent(
            "../../Sources/BPMNParser/BPMNParser.docc/Rules.md")
        let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
        var rules: Set<String> = []
        for rule in processRuleCases + activityRuleCases + schemaRuleCases {
            for problem in BPMNParser().parse(Array(rule.file.utf8)).diagnostics {
                rules.insert(problem.rule)
            }
        }
        #expect(rules.count > 100)
        #expect(rules.filter { !text.contains("`\($0)`") }.sorted() == [])
    }
}
