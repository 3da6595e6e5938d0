internal import XMLTree

extension ModelReader {
    /// Checks the file against the schema of BPMN.
    mutating func checkSchema() {
    }
}
