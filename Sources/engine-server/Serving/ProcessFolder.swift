import Diagnostics
import ProcessEngine

/// A folder of process applications: each folder in it is deployed as a whole.
struct ProcessFolder {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Deploys what has changed since it was deployed last.
    ///
    /// - Returns: Whether all was accepted; problems are told on standard error.
    func deploy(to engine: ProcessEngine) async -> Bool {
        do {
            var applications: [String: [NewDeployment.Resource]] = [:]
            for file in try FileAccess.files(below: path) {
                let name = String(file.dropFirst(path.count).drop { $0 == "/" })
                guard let end = name.firstIndex(of: "/"), isPart(name) else { continue }
                let resource = NewDeployment.Resource(
                    name: String(name[name.index(after: end)...]),
                    content: try FileAccess.read(file))
                applications[String(name[..<end]), default: []].append(resource)
            }
            for (name, resources) in applications.sorted(by: { $0.key < $1.key }) {
                _ = try await engine.deploy(
                    NewDeployment(
                        name: name, source: "deploy.folder", resources: resources,
                        filtersDuplicates: true), as: .engine)
            }
            return true
        } catch DeploymentError.refused(let files) {
            for problem in files.flatMap(\.diagnostics) { Terminal.complain(problem.description) }
        } catch {
            Terminal.complain("\(path): \(error)")
        }
        return false
    }

    /// What only people and tests read is not deployed.
    private func isPart(_ name: String) -> Bool {
        ![".md", ".scenario.yaml"].contains { name.hasSuffix($0) }
    }
}
