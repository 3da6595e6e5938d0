import BPMNParser
import Diagnostics
import Testing

@Suite(.enabled(if: SharedFiles.root != nil)) struct RealModelTests {
    /// Every BPMN file that people or tools made, whatever is wrong with it, is read to the end.
    @Test(arguments: ["miwg", "gzac", "operaton"])
    func everyModelIsReadWithoutACrash(folder: String) throws {
        let root = try #require(SharedFiles.root)
        let endings = [".bpmn", ".bpmn20.xml"]
        let files = SharedFiles.files(below: "\(root)/models/\(folder)", endings: endings)
        #expect(!files.isEmpty)
        var nodes = 0
        for file in files {
            let result = BPMNParser().parse(try SharedFiles.bytes(file), file: file)
            #expect(result.model != nil || !result.isAccepted)
            let isRefused = result.reference.outcome != .accepted
            #expect(isRefused != result.isAccepted, "\(file): \(result.diagnostics)")
            for process in result.model?.processes ?? [] {
                nodes += process.scope.allFlowNodes.count
            }
        }
        print("\(folder): \(files.count) files, \(nodes) flow nodes")
        #expect(nodes > files.count)
    }

    /// What is wrong with the models of real case packages: service tasks that only a process link
    /// gives an implementation, and a form field of a type that Valtimo adds.
    @Test func whatIsRefusedInCasePackagesIsKnown() throws {
        let root = try #require(SharedFiles.root)
        var refused: [String: Int] = [:]
        for file in SharedFiles.files(below: "\(root)/models/gzac", endings: [".bpmn"]) {
            let result = BPMNParser().parse(try SharedFiles.bytes(file))
            for problem in result.diagnostics where problem.severity == .error {
                refused[problem.rule, default: 0] += 1
            }
        }
        #expect(refused == ["service-implementation": 5, "form-field-type": 4])
    }
}
