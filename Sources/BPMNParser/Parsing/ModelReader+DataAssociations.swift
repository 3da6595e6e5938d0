internal import XMLTree

extension ModelReader {
    /// Reads the lines between an activity or event and data.
    mutating func readDataAssociations(_ element: XMLElement) -> [DataAssociation] {
        var result: [DataAssociation] = []
        for child in element.children
        where child.name == "dataInputAssociation" || child.name == "dataOutputAssociation" {
            var association = DataAssociation(
                id: child.id, isInput: child.name == "dataInputAssociation",
                sourceRefs: child.children("sourceRef").map(\.trimmedText),
                targetRef: child.child("targetRef")?.trimmedText, line: child.line)
            if let transformation = child.child("transformation") {
                association.transformation = dataExpression(transformation)
            }
            for assignment in child.children("assignment") {
                guard let from = assignment.child("from"), let to = assignment.child("to") else {
                    continue
                }
                association.assignments.append(
                    DataAssignment(
                        from: dataExpression(from),
                        to: ExpressionSource(to.trimmedText, line: to.line)))
            }
            result.append(association)
        }
        return result
    }

    private func dataExpression(_ element: XMLElement) -> ExpressionSource {
        var source = ExpressionSource(element.trimmedText, line: element.line)
        source.language = element.attribute("language")
        return source
    }

    /// The names of the data that an activity or event itself has, by their ids.
    func readDataNames(_ element: XMLElement) -> [String: String] {
        var result: [String: String] = [:]
        let holders = element.children("ioSpecification") + [element]
        for holder in holders {
            for child in holder.children
            where ["property", "dataInput", "dataOutput"].contains(child.name) {
                guard let id = child.id else { continue }
                result[id] = child.attribute("name").flatMap { $0.isEmpty ? nil : $0 } ?? id
            }
        }
        return result
    }
}
