import BPMNParser
import Diagnostics
import JSONTree
import ProcessEngine

extension EngineService {
    /// The answer to files that were refused, with the reference's status, type and elements.
    func refusal(_ error: DeploymentError, tellsDiagnostics: Bool) -> APIError {
        switch error {
        case .failed(let error): return APIError(error)
        case .refused(let files):
            let refused = files.filter(\.isRefused)
            let all = files.flatMap(\.diagnostics)
            var details: JSONObject = [:]
            if tellsDiagnostics { details["diagnostics"] = .array(all.map(\.json)) }
            if let type = refused.lazy.compactMap(\.exceptionType).first {
                return APIError(
                    status: 500, type: type, message(of: refused), code: 0, details: details)
            }
            var byFile: JSONObject = [:]
            for file in files {
                if let report = file.report { byFile[file.file] = report }
            }
            details["details"] = .object(byFile)
            return APIError(
                status: 400, type: "ParseException", message(of: refused), code: 0,
                details: details)
        }
    }

    private func message(of files: [FileProblems]) -> String {
        files.flatMap { file in
            file.diagnostics.filter { $0.severity == .error }.map { problem in
                let line = problem.line.map { " | line \($0)" } ?? ""
                return "\(problem.message) | resource \(file.file)\(line)"
            }
        }.joined(separator: "\n")
    }
}

extension FileProblems {
    /// The class that the reference answers with in place of a report on problems; nil for a
    /// report.
    fileprivate var exceptionType: String? {
        switch reference?.outcome {
        case .failure(let type): type
        // Where it would take the file it is we who refuse.
        case .parseException, .accepted: nil
        case nil: "ProcessEngineException"
        }
    }

    /// The problems in the reference's form.
    fileprivate var report: JSON? {
        func json(_ problem: ReferenceVerdict.Problem) -> JSON {
            [
                "message": .string(problem.message), "line": .integer(Int64(problem.line)),
                "column": 0, "mainElementId": problem.mainElementID.map(JSON.string) ?? .null,
                "elementIds": .array(problem.elementIDs.map(JSON.string)),
            ]
        }
        if let reference, case .parseException = reference.outcome {
            return [
                "errors": .array(reference.errors.map(json)),
                "warnings": .array(reference.warnings.map(json)),
            ]
        }
        func json(_ problem: Diagnostic) -> JSON {
            [
                "message": .string("\(problem.message) \(problem.cure)"),
                "line": .integer(Int64(problem.line ?? 0)), "column": 0,
                "mainElementId": problem.elementID.map(JSON.string) ?? .null,
                "elementIds": .array(problem.elementID.map { [.string($0)] } ?? []),
            ]
        }
        guard isRefused else { return nil }
        return [
            "errors": .array(diagnostics.filter { $0.severity == .error }.map(json)),
            "warnings": .array(diagnostics.filter { $0.severity == .warning }.map(json)),
        ]
    }
}
