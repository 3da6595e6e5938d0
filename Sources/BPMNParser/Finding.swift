internal import Diagnostics
internal import XMLTree

/// A problem, with what it means to the reference engine.
struct Finding {
    /// What the reference does about a problem.
    enum Effect: Hashable {
        /// It lists an error and reads on.
        case error
        /// It lists an error, then ends.
        case stop
        /// It lists a warning.
        case warning
        /// It breaks: nothing is listed for this problem, and what comes later is not found.
        case failure
        /// It fails after reading, if all was well so far, with a type of its own.
        case laterFailure(type: String)
        /// It does not notice.
        case unnoticed
        /// It does not notice, since it does not execute the element; we do, and refuse it.
        case beyond
    }

    var diagnostic: Diagnostic
    var effect: Effect
    var problem: ReferenceVerdict.Problem
    /// How many times the reference lists it.
    var count = 1
}

extension BPMNParseResult {
    /// The result for a file that is not XML.
    init(refusing error: XMLError, file: String?) {
        model = nil
        diagnostics = [
            Diagnostic(
                file: file, line: error.line, rule: "xml", message: error.message,
                cure: "Save the file again with a BPMN modeler, or mend the XML at this line.")
        ]
        reference = ReferenceVerdict(outcome: .failure(type: "ProcessEngineException"))
    }

    /// The result for a file that was read.
    init(model: BPMNModel, findings: [Finding], file: String?) {
        self.model = model
        var seen: Set<Diagnostic> = []
        let all = findings.map { finding in
            var diagnostic = finding.diagnostic
            diagnostic.file = file
            return diagnostic
        }
        let inOrder = all.enumerated().sorted { left, right in
            (left.element.line ?? 0, left.offset) < (right.element.line ?? 0, right.offset)
        }
        diagnostics = inOrder.map(\.element).filter { seen.insert($0).inserted }
        reference = ReferenceVerdict(replaying: findings)
    }
}

extension ReferenceVerdict {
    /// The verdict that follows from findings in the reference's order.
    init(replaying findings: [Finding]) {
        var errors: [Problem] = []
        var warnings: [Problem] = []
        var later: String?
        var broke = false
        replay: for finding in findings {
            switch finding.effect {
            case .error, .stop:
                errors += Array(repeating: finding.problem, count: finding.count)
                if finding.effect == .stop { break replay }
            case .warning:
                warnings.append(finding.problem)
            case .failure:
                broke = true
                break replay
            case .laterFailure(let type):
                later = later ?? type
            case .unnoticed, .beyond:
                break
            }
        }
        let outcome: Outcome =
            if !errors.isEmpty {
                .parseException
            } else if broke {
                .failure(type: "ProcessEngineException")
            } else if let later {
                .failure(type: later)
            } else {
                .accepted
            }
        self.init(outcome: outcome, errors: errors, warnings: warnings)
    }
}
