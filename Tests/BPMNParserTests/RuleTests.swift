import BPMNParser
import Diagnostics
import Testing

@Suite struct RuleTests {
    @Test(arguments: processRuleCases) func rulesOnProcessesAndEventsHold(_ rule: RuleCase) {
        Self.check(rule)
    }

    @Test(arguments: activityRuleCases) func rulesOnActivitiesAndFlowsHold(_ rule: RuleCase) {
        Self.check(rule)
    }

    @Test(arguments: schemaRuleCases) func rulesOfTheSchemaHold(_ rule: RuleCase) {
        Self.check(rule)
    }

    private static func check(_ rule: RuleCase) {
        let result = BPMNParser().parse(Array(rule.file.utf8))
        let verdict = result.reference
        #expect(verdict.status == rule.status, "\(result.diagnostics)")
        #expect(verdict.namedElements == rule.names.sorted(), "\(verdict.errors)")
        let warned = verdict.warnings.compactMap(\.mainElementID)
        #expect(warned == rule.warnings, "\(verdict.warnings)")
        #expect(result.isAccepted == (rule.status == 200), "\(result.diagnostics)")
        for diagnostic in result.diagnostics {
            #expect(
                diagnostic.line != nil && !diagnostic.message.isEmpty && !diagnostic.cure.isEmpty)
        }
    }
}
