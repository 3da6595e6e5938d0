internal import DMN
internal import Diagnostics
internal import Records

/// A script of a model in a language that the core does not read itself, with its place.
struct ScriptPlace: Sendable {
    let code: ScriptCode
    let element: String
    let line: Int?
}

/// Looks at the scripts of models before they are run.
///
/// The reference deploys whatever stands in a script, and fails on arrival. So do we, and warn.
struct ScriptCheck: Sendable {
    let engine: (any ScriptEngine)?

    /// What will go wrong with scripts of processes.
    ///
    /// - Parameters:
    ///   - processes: The processes.
    ///   - files: The files that are deployed with them; nil if that is not known.
    /// - Returns: Warnings with their places.
    func warnings(
        of processes: [ModelReader.ReadProcess], beside files: [DeploymentResourceRow]?
    ) async -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        for process in processes {
            for place in process.compiled.scripts where place.code.source.program == nil {
                guard var warning = await warning(of: place, beside: files) else { continue }
                warning.file = process.file
                warnings.append(warning)
            }
        }
        return warnings
    }

    /// What will go wrong with scripts of decisions.
    func warnings(of model: DecisionModel, file: String) async -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        for script in model.scripts {
            let mistake = await engine?.syntaxError(in: script.source, language: script.language)
            guard let mistake else { continue }
            warnings.append(
                Diagnostic(
                    .warning, file: file, line: script.line, elementID: script.elementID,
                    rule: "script-syntax", message: "The script will fail: \(mistake)",
                    cure: "Correct the script."))
        }
        return warnings
    }

    private func warning(
        of place: ScriptPlace, beside files: [DeploymentResourceRow]?
    ) async -> Diagnostic? {
        var source = place.code.source.text
        if place.code.isResource {
            guard let files else { return nil }
            let name = source.dropFirst(ScriptCode.deploymentScheme.count)
            guard let file = files.first(where: { $0.name == name }) else {
                return Diagnostic(
                    .warning, line: place.line, elementID: place.element, rule: "script-file",
                    message: "The deployment has no file \(name), so that the script will fail.",
                    cure: "Deploy the file with the model, under that very name.")
            }
            source = String(decoding: file.content ?? [], as: UTF8.self)
        }
        guard let mistake = await mistake(in: source, place.code) else { return nil }
        return Diagnostic(
            .warning, line: place.line, elementID: place.element, rule: "script-syntax",
            message: "The script will fail: \(mistake)", cure: "Correct the script.")
    }

    private func mistake(in source: String, _ code: ScriptCode) async -> String? {
        if ScriptLanguage.isBuiltIn(code.language) { return code.mistake(in: source) }
        return await engine?.syntaxError(in: source, language: code.language)
    }
}
